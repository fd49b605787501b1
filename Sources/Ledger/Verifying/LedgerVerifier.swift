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
    public var keys: TrustedKeys
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
    /// The first night whose files are checked; nil for the ledger's first.
    ///
    /// A mirror may lack older ones. Their entries in the ledger are checked all the same.
    public var from: Day?
    /// The authorities whose timestamps are trusted; nil leaves the signatures of timestamps unchecked.
    public var authorities: TimestampAuthorities?
    /// Called now and then with the progress.
    ///
    /// In bytes of CSV done, their total, and rows.
    public var progress: (@Sendable (_ done: Int, _ of: Int, _ rows: Int) -> Void)?

    /// - Parameter keys: the keys whose signatures count, for whichever nights.
    public init(keys: [VerifierKey]) { self.keys = TrustedKeys(keys) }

    /// - Parameter keys: the keys whose signatures count, and for which nights.
    public init(trusting keys: TrustedKeys) { self.keys = keys }

    /// Verifies the archive in a folder.
    ///
    /// Where something is wrong and another run wrote to the archive meanwhile, it is verified again: an erasure replaces
    /// files.
    public func verify(_ archive: String) -> Verification {
        for _ in 0..<2 {
            let before = Self.mark(of: archive)
            let verification = verifyOnce(archive)
            if [nil, .warning].contains(verification.gravity) || Self.mark(of: archive) == before {
                return verification
            }
        }
        return verifyOnce(archive)
    }

    /// What every run that writes to an archive changes.
    private static func mark(of archive: String) -> [[UInt8]?] {
        [ArchivePath.checkpoint, ArchivePath.erasing].map {
            try? FileBytes.read("\(archive)/\($0)", upTo: SignedNote.maximumBytes)
        }
    }

    private func verifyOnce(_ archive: String) -> Verification {
        var verification = Verification(path: archive)
        let files = ArchiveFiles(archive)
        verification.findings += files.failures.map { Finding($0, at: $0.path) }
        var ledger = LedgerAudit(archive, keys: keys.keys.adding(policy), trusting: keys, from: from)
        ledger.run(files)
        if let policy { ledger.demand(policy) }
        if let saved { ledger.compare(with: saved.bytes, named: saved.name) }
        ledger.compare(with: records)
        if let expectThrough { ledger.expect(through: expectThrough) }
        verification.findings += ledger.findings
        verification.checkpoint = ledger.checkpoint
        verification.signers = ledger.signers
        verification.extended = ledger.extended
        let erasure = UnfinishedErasure(archive, files, ledger)
        verification.nights = ledger.nights
        verification.nights.note(erasure.staged, in: ledger.checkpoint?.size ?? 0)
        verification.erasures = ledger.erasures.map(\.erasure)
        verification.erasuresSince = ledger.erasuresSince
        verification.findings += erasure.findings
        verification.from = from
        let audits = audits(of: verification.nights.filter { $0.day >= from ?? $0.day }, in: archive)
        verification.findings += audits.flatMap(\.findings) + Self.swaps(audits)
        verification.rows = audits.reduce(0) { $0 + $1.rows }
        let folder = FolderAudit(
            archive, files: files, ledger: ledger, erasure: erasure, authorities: authorities)
        verification.findings += folder.findings
        verification.timestamp = folder.timestamp
        verification.checksTimestamps = authorities != nil
        verification.findings.sortByGravity()
        return verification
    }

    /// Checks the files of some nights against the ledger.
    ///
    /// - Returns: the findings, night by night.
    public func check(_ nights: [LedgerNight], in archive: String) -> [[Finding]] {
        audits(of: nights, in: archive).map(\.findings)
    }

    /// Checks every night's files, as many nights at once as there are processors.
    private func audits(of nights: [LedgerNight], in archive: String) -> [ArchiveAudit] {
        let total = nights.reduce(0) { $0 &+ $1.csvBytes }
        let done = Atomic(0)
        let rows = Atomic(0)
        let sizes = Set(nights.map(\.zipBytes))
        return Workers.map(nights.count) { number in
            var audit = ArchiveAudit(nights[number], in: archive, sealedSizes: sizes)
            audit.run { bytes in
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
            guard let hash = audit.zipHash, hash != audit.night.zipHash,
                let other = audits.first(where: { $0.night.zipHash == hash })
            else { return nil }
            return Finding(.archiveSwapped, audit.path, "the file is the archive of \(other.night.day)")
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
