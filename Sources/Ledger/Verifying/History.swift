public import TrackingLog
public import TransparencyLog
import Glibc

/// The nights that an archive's ledger lists, and the state of their files.
public struct History: Sendable {
    /// One night.
    public struct Night: Sendable {
        /// The night, as the ledger has it.
        public var night: LedgerNight
        /// The manifest in the ledger.
        public var manifest: Manifest { night.manifest }
        /// The state of the zip, its manifest, its salts and the list of its erased rows.
        public var state: State
        /// When the records last found the night complete; nil if never.
        public var verified: Timestamp?
        /// Whether the last verification of this history, which covered it, did not find it complete.
        public var isContested = false
    }

    /// The state of a night's files, without reading their bytes.
    public enum State: String, Sendable {
        /// All are there; zip and manifest have the sizes that the ledger has.
        case present
        /// One is missing.
        case missing
        /// One has another size, or is not a regular file.
        case changed
    }

    /// The checkpoint; its signature is not checked.
    public var checkpoint: Checkpoint
    /// The nights, in order.
    public var nights: [Night]
    /// The number of rows of all nights.
    public var rows: Int
    /// The number of the ledger's entries that are erasures.
    public var erasures: Int { checkpoint.size - nights.count }
    /// The last verification of this history; nil if none was given.
    public var lastVerification: VerificationRecord?
    /// Verifications of ledgers of this origin that this history does not extend.
    public var strangers: [VerificationRecord] = []

    /// Reads the ledger of an archive.
    ///
    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - verifications: the kept records of verifications, of this archive and of others.
    /// - Throws: ``LedgerError`` if there is none, or its files contradict each other.
    public init(of archive: String, verifications: [VerificationRecord] = []) throws(LedgerError) {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        checkpoint = state.checkpoint
        nights = try state.nights().map { night in
            Night(night: night, state: Self.state(of: night, in: archive))
        }
        rows = 0
        for night in nights {
            let (sum, isOver) = rows.addingReportingOverflow(night.manifest.events)
            guard !isOver else { throw .contradiction("the ledger in \(archive) counts more rows than there can be") }
            rows = sum
        }
        apply(verifications, to: state.tree)
    }

    private mutating func apply(_ verifications: [VerificationRecord], to tree: MerkleTree) {
        let verifications = verifications.filter { $0.checkpoint?.origin.isSame(as: checkpoint.origin) ?? false }
        let roots = tree.roots(of: Set(verifications.compactMap(\.checkpoint?.size)))
        for record in verifications.sorted(by: { $0.time < $1.time }) {
            guard let (_, size, root) = record.checkpoint else { continue }
            guard roots[size] == root else {
                strangers.append(record)
                continue
            }
            lastVerification = record
            for index in nights.indices where nights[index].night.index < size {
                nights[index].isContested = !record.vouches(for: nights[index].manifest.day)
                if !nights[index].isContested { nights[index].verified = record.time }
            }
        }
    }

    private static func state(of night: LedgerNight, in archive: String) -> State {
        var files: [(path: String, bytes: Int?)] = [
            (ArchivePath.zip(night.day), night.zipBytes),
            (ArchivePath.manifest(night.day), night.manifest.bytes.count), (ArchivePath.salts(night.day), nil),
        ]
        if night.erasure != nil { files.append((ArchivePath.erased(night.day), nil)) }
        let states = files.map { path, bytes in
            var status = stat()
            guard lstat(night.file(path, in: archive), &status) == 0 else { return State.missing }
            let isFile = status.st_mode & S_IFMT == S_IFREG
            return isFile && (bytes ?? Int(status.st_size)) == status.st_size ? .present : .changed
        }
        return states.contains(.missing) ? .missing : states.contains(.changed) ? .changed : .present
    }
}
