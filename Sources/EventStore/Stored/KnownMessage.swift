import GRDB
import TrackingLog

/// What is known of a message: a tracking code of an app.
///
/// `created` and `first` only ever get smaller, also at the hands of other processes: remembered ones are upper bounds of the
/// stored ones, and a time that is not below them changes nothing. `target` and `named` are set once; 0 means not yet.
struct KnownMessage: BitwiseCopyable {
    var number: Int64
    /// The app's number; 0 for no app.
    var app: Int64
    /// `Int64.max` while there is no `created` event.
    var created = Int64.max
    var first = Int64.max
    var target: Int64 = 0
    /// When a sender that is bound to no app first named this app for the tracking code, in the order of recording.
    var named: Int64 = 0
}

extension KnownMessage {
    /// Reads the columns app, created, first, target and named, in this order.
    ///
    /// - Parameter column: the first of them.
    init(row: PreparedStatement, from column: Int32, number: Int64) {
        self.init(
            number: number, app: row.integer(column), created: row.optional(column + 1) ?? .max,
            first: row.integer(column + 2), target: row.integer(column + 3), named: row.integer(column + 4))
    }

    /// Fills in the columns created, first, target and named, in this order.
    func bindFacts(from column: Int32, _ bind: (Int32, Int64?) -> Void) {
        bind(column, created == .max ? nil : created)
        bind(column + 1, first)
        bind(column + 2, target)
        bind(column + 3, named)
    }
}
