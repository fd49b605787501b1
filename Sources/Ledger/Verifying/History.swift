import Glibc
public import TrackingLog

/// The nights that an archive's ledger lists, and whether their files are there.
public struct History: Sendable {
    /// One night.
    public struct Night: Sendable {
        /// What the ledger says of it.
        public var manifest: Manifest
        /// How its zip stands there.
        public var state: State
        /// When it was last verified and whole, by the records that were given; nil where it never was.
        public var verified: Timestamp?
    }

    /// How a night's zip stands there, without its bytes being read.
    public enum State: String, Sendable {
        /// There, with the size that was sealed.
        case present
        /// Not there.
        case missing
        /// There with another size, or no plain file.
        case changed
    }

    /// What is signed; the signature is not checked.
    public var checkpoint: Checkpoint
    /// In their order.
    public var nights: [Night]
    /// How many rows they have together.
    public var rows: Int
    /// The last verification of this history; nil where none was given.
    public var lastVerification: VerificationRecord?
    /// Verifications of a ledger that was signed, of this one's origin, and is no beginning of this history.
    public var strangers: [VerificationRecord] = []

    /// Reads the ledger of an archive.
    ///
    /// - Parameters:
    ///   - archive: the archive's folder.
    ///   - verifications: what was kept of verifications, of this archive and of others.
    /// - Throws: ``LedgerError`` where there is none, or it does not fit together.
    public init(of archive: String, verifications: [VerificationRecord] = []) throws(LedgerError) {
        guard let state = try LedgerState(archive: archive, keys: nil) else {
            throw .contradiction("there is no ledger in \(archive)")
        }
        checkpoint = state.checkpoint
        do throws(ManifestError) {
            nights = try state.manifests().map { manifest in
                Night(manifest: manifest, state: Self.state(of: manifest, in: archive))
            }
        } catch {
            throw .contradiction("\(error)")
        }
        rows = 0
        for night in nights {
            let (sum, isOver) = rows.addingReportingOverflow(night.manifest.events)
            guard !isOver else { throw .contradiction("the ledger counts more rows than there can be") }
            rows = sum
        }
        take(verifications, of: state.tree)
    }

    private mutating func take(_ verifications: [VerificationRecord], of tree: MerkleTree) {
        let verifications = verifications.filter { $0.checkpoint?.origin.isSame(as: checkpoint.origin) ?? false }
        let roots = tree.roots(of: Set(verifications.compactMap(\.checkpoint?.size)))
        for record in verifications.sorted(by: { $0.time < $1.time }) {
            guard let (_, size, root) = record.checkpoint else { continue }
            guard roots[size] == root else {
                strangers.append(record)
                continue
            }
            lastVerification = record
            for index in nights.indices.prefix(size) where record.vouches(for: nights[index].manifest.day) {
                nights[index].verified = record.time
            }
        }
    }

    private static func state(of manifest: Manifest, in archive: String) -> State {
        var status = stat()
        guard lstat("\(archive)/\(manifest.archive)", &status) == 0 else { return .missing }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        return isFile && Int(status.st_size) == manifest.zipBytes ? .present : .changed
    }
}
