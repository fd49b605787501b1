import TrackingLog

/// Rows of the transaction under way that have one sender, and counts of their own.
struct PartDraft {
    /// The first of its rows.
    var start: Int
    /// The positions of the apps that its rows have to be of; nil where the sender is bound to none.
    var apps: [Int]?
    /// Where its rows stand in their batch; only where it is bound to apps.
    var numbers: [Int] = []
    var refused: [RefusedRow] = []
}

/// A row of the transaction under way.
struct RowDraft {
    var time: Int64
    /// Its outcome's position in the transaction.
    var outcome: Int
    var isCreation: Bool
    /// Its delivery's position in the transaction; of a row without an app, ``undecided`` or ``refused`` as long as, or
    /// where, it has none.
    var delivery: Int
    /// The position of what it says of its delivery; -1 where that is known to be the usual.
    var details: Int
    /// Of a row without an app: where it stands among the deliveries without one, and the message of its tracking code
    /// that was drafted last before it.
    var appless = -1
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

/// What rows say of their delivery, beyond what makes it the delivery it is.
struct DeliveryDetails {
    var key: (low: UInt64, high: UInt64)
    var missing: EventRow.Missing
    var target: TextReference
    var payload: TextReference
}
