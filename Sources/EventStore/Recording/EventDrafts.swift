import TrackingLog

/// Rows of the current transaction that have one sender, and their own counts.
struct PartDraft {
    /// The position of its first row.
    var start: Int
    /// The positions of the apps that its sender is bound to; nil where it is bound to none.
    var apps: [Int]?
    /// The numbers of its rows in their batch; only where it is bound to apps.
    var numbers: [Int] = []
    var refused: [RefusedRow] = []
}

/// A row of the current transaction.
struct RowDraft {
    var time: Int64
    /// Its outcome's position in the transaction.
    var outcome: Int
    var isCreation: Bool
    /// Its delivery's position in the transaction; ``undecided`` or ``refused`` where a row without an app has none.
    var delivery: Int
    /// The position of what it says of its delivery; -1 where that is known to be the usual.
    var details: Int
    /// The position among the deliveries without an app; -1 for a row with an app.
    var appless = -1
    /// The last draft of a message with its tracking code before it, for a row without an app; -1 for none.
    var lastMessage = -1

    static let undecided = -1
    static let refused = -2
}

/// A delivery of rows that leave out their app, until the app is known.
struct ApplessDraft: Keyed {
    var key: TextKey
    /// The tracking code's position, and its key.
    var code: Int
    var codeKey: TextKey
    var hwid: TextReference
    var hwidKey: TextKey
    /// What its latest row said.
    var details = -1
}

/// What rows say of their delivery beyond its identity.
struct DeliveryDetails {
    var key: (low: UInt64, high: UInt64)
    var missing: EventRow.Missing
    var target: TextReference
    var payload: TextReference
}
