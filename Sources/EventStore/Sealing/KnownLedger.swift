/// The ledger that a store's nights are sealed in, as the store last knew it.
public struct KnownLedger: Hashable, Sendable {
    /// Its name.
    public var origin: String
    /// How many nights it had.
    public var size: Int
    /// The Merkle root over them, as a checkpoint spells it.
    public var root: String

    /// A ledger of some nights.
    public init(origin: String, size: Int, root: String) {
        self.origin = origin
        self.size = size
        self.root = root
    }
}
