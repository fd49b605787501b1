import GRDB
import TrackingLog

/// What is known of a message: a tracking code of an app.
///
/// `created` and `first` only ever get smaller, also by other processes: remembered ones are upper bounds of the stored
/// ones, and a time that is not below them changes nothing. `target` and `named` are set once; 0 means not yet.
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

/// The columns of a query for ``KnownMessage/init(_:number:)``.
protocol KnownMessageColumns: QueryColumns {
    static var app: Self { get }
    static var created: Self { get }
    static var first: Self { get }
    static var target: Self { get }
    static var named: Self { get }
}

extension KnownMessage {
    init(_ row: QueryRow<some KnownMessageColumns>, number: Int64) {
        self.init(
            number: number, app: row.integer(.app), created: row.optional(.created) ?? .max, first: row.integer(.first),
            target: row.integer(.target), named: row.integer(.named))
    }

    /// Binds the columns created, first, target and named, in this order.
    func bindFacts(from column: Int32, _ bind: (Int32, Int64?) -> Void) {
        bind(column, created == .max ? nil : created)
        bind(column + 1, first)
        bind(column + 2, target)
        bind(column + 3, named)
    }
}
