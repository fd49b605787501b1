/// A leaf of the ledger: a night, or what was erased of some.
public enum LedgerEntry: Sendable {
    /// A night's archive.
    case night(Manifest)
    /// What was erased of nights that come before.
    case erasure(Erasure)

    /// Reads an entry strictly: the bytes must be canonical.
    ///
    /// - Throws: ``ManifestError``.
    public init(_ bytes: [UInt8]) throws(ManifestError) {
        self = Erasure.isLikely(bytes) ? .erasure(try Erasure(bytes)) : .night(try Manifest(bytes))
    }
}
