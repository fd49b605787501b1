import GRDB

/// The ledger of a store's nights, as the store last knew it.
public struct KnownLedger: Hashable, Sendable {
    /// Its name.
    public var origin: String
    /// The number of its nights.
    public var size: Int
    /// The Merkle root over them, as a checkpoint writes it.
    public var root: String

    /// A ledger of some nights.
    public init(origin: String, size: Int, root: String) {
        self.origin = origin
        self.size = size
        self.root = root
    }
}

extension KnownLedger {
    enum Columns: Int32, QueryColumns {
        case origin, size, root
    }

    /// - Parameter row: of the ``Columns``.
    init(_ row: Row) {
        self.init(origin: row[Columns.origin], size: row[Columns.size], root: row[Columns.root])
    }
}
