import Durability
public import LogVerification
import Synchronization
import Threading
public import TrackingLog
public import TransparencyLog

/// Verifies an archive.
///
/// It rebuilds the whole tree, hashes every byte of every zip and CSV, and compares the files in the folder with the
/// ledger, both ways.
public struct LedgerVerifier: Sendable {
    /// The keys whose signatures count: the ledger's and witnesses'.
    public var keys: [VerifierKey]
    /// The policy whose quorum of witnesses must have cosigned the checkpoint; nil demands none.
    ///
    /// Its keys count too: those of its logs, and those of its witnesses.
    public var policy: WitnessPolicy?
    /// A checkpoint kept from before, and the name of its file.
    public var saved: (name: String, bytes: [UInt8])?
    /// Earlier verifications, of this archive and of others: a ledger must extend those of the same name.
    public var records: [VerificationRecord] = []
    /// The day that the history must reach.
    public var expectThrough: Day?
    /// The authorities whose timestamps are trusted; nil leaves the signatures of timestamps unchecked.
    public var authorities: TimestampAuthorities?
    /// Called now and then with the progress.
    ///
    /// In bytes of CSV done, their total, and rows.
    public var progress: (@Sendable (_ done: Int, _ of: Int, _ rows: Int) -> Void)?

    /// - Parameter keys: the keys whose signatures count.
    public init(keys: [VerifierKey]) { self.keys = keys }

    /// Verifies the archive in a folder.
    public func verify(_ archive: String) -> Verification {
        var verification = Verification(path: archive)
        let files = ArchiveFiles(archive)
        verification.findings += files.failures.map { Finding($0, at: $0.path) }
        var ledger = LedgerAudit(archive, keys: keys.adding(policy))
        ledger.run(files)
        if let policy { ledger.demand(policy) }
        if let saved { ledger.compare(with: saved.bytes, named: saved.name) }
        ledger.compare(with: records)
        if let expectThrough { ledger.expect(through: expectThrough) }
        verification.findings += ledger.findings
        verification.checkpoint = ledger.checkpoint
        verification.signers = ledger.signers
        verification.extended = ledger.extended
        verification.nights = ledger.manifests
        let audits = audits(of: ledger.manifests, in: archive)
        verification.findings += audits.flatMap(\.findings) + Self.swaps(audits)
        verification.rows = audits.reduce(0) { $0 + $1.rows }
        let folder = FolderAudit(archive, files: files, ledger: ledger, authorities: authorities)
        verification.findings += folder.findings
        verification.timestamp = folder.timestamp
        verification.checksTimestamps = authorities != nil
        verification.findings.sortByGravity()
        return verification
    }

    /// Checks the zips of some nights against their manifests.
    ///
    /// - Returns: the findings, night by night.
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

    /// Finds zips that are sealed as another night's.
    private static func swaps(_ audits: [ArchiveAudit]) -> [Finding] {
        audits.compactMap { audit in
            guard let hash = audit.zipHash, hash != audit.manifest.zipHash,
                let other = audits.first(where: { $0.manifest.zipHash == hash })
            else { return nil }
            return Finding(.archiveSwapped, audit.path, "the file is the archive of \(other.manifest.day)")
        }
    }
}

extension [VerifierKey] {
    /// These keys, and those of a policy that are not among them.
    fileprivate func adding(_ policy: WitnessPolicy?) -> [VerifierKey] {
        guard let policy else { return self }
        return self + (policy.logKeys + policy.witnessKeys).filter { !contains($0) }
    }
}
