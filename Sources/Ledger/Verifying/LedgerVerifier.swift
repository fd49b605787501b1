import Durability
import Synchronization
import Threading
public import TrackingLog

/// Verifies an archive: rebuilds the whole tree, rehashes every byte of every zip and CSV, and holds everything that is in
/// the folder against it, both ways.
public struct LedgerVerifier: Sendable {
    /// The keys whose signatures count, the ledger's and witnesses'.
    public var keys: [VerifierKey]
    /// A checkpoint that was kept from before, and the name of its file.
    public var saved: (name: String, bytes: [UInt8])?
    /// The day through which the history has to reach.
    public var expectThrough: Day?
    /// Told now and then how far it is: bytes of CSV done, of how many, and rows.
    public var progress: (@Sendable (_ done: Int, _ of: Int, _ rows: Int) -> Void)?

    /// - Parameter keys: those whose signatures count.
    public init(keys: [VerifierKey]) { self.keys = keys }

    /// Verifies the archive in a folder.
    public func verify(_ archive: String) -> Verification {
        var verification = Verification(path: archive)
        let files = ArchiveFiles(archive)
        verification.findings += files.failures.map { Finding($0, at: $0.path) }
        var ledger = LedgerAudit(archive, keys: keys)
        ledger.run(files)
        if let saved { ledger.compare(with: saved.bytes, named: saved.name) }
        if let expectThrough { ledger.expect(through: expectThrough) }
        verification.findings += ledger.findings
        verification.checkpoint = ledger.checkpoint
        verification.signers = ledger.signers
        verification.nights = ledger.manifests
        let audits = audits(of: ledger.manifests, in: archive)
        verification.findings += audits.flatMap(\.findings) + Self.swaps(audits)
        verification.rows = audits.reduce(0) { $0 + $1.rows }
        verification.findings += FolderAudit(archive, files: files, ledger: ledger).findings
        verification.sort()
        return verification
    }

    /// Checks the zips of some nights against their manifests.
    ///
    /// - Returns: what was found, night by night.
    public func check(_ nights: [Manifest], in archive: String) -> [[Finding]] {
        audits(of: nights, in: archive).map(\.findings)
    }

    /// Checks every night's zip, as many at once as there are processors.
    private func audits(of manifests: [Manifest], in archive: String) -> [ArchiveAudit] {
        let total = manifests.reduce(0) { $0 &+ $1.csvBytes }
        let done = Atomic(0)
        let rows = Atomic(0)
        let sizes = Set(manifests.map(\.zipBytes))
        return Workers.map(manifests.count) { number in
            var audit = ArchiveAudit(manifests[number], sealedSizes: sizes)
            audit.run("\(archive)/\(manifests[number].archive)") { bytes in
                let sum = done.wrappingAdd(bytes, ordering: .relaxed).newValue
                progress?(sum, total, rows.load(ordering: .relaxed))
            }
            _ = rows.wrappingAdd(audit.rows, ordering: .relaxed)
            return audit
        }
    }

    /// Zips that are sealed, but as another night's.
    private static func swaps(_ audits: [ArchiveAudit]) -> [Finding] {
        audits.compactMap { audit in
            guard let hash = audit.zipHash, hash != audit.manifest.zipHash,
                let other = audits.first(where: { $0.manifest.zipHash == hash })
            else { return nil }
            return Finding(.archiveSwapped, audit.path, "it is the archive of \(other.manifest.day)")
        }
    }
}
