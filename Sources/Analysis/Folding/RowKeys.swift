import TrackingLog

/// The hashes that a row is found by.
struct RowKeys {
    /// The tracking code's.
    var message: ShortKey
    var hwid: ShortKey
    /// The pair's, for ``SlotTable``.
    var delivery: UInt64

    init(message: TextKey, hwid: TextKey) {
        self.message = ShortKey(message)
        self.hwid = ShortKey(hwid)
        delivery = message.combined(with: hwid).low
    }

    /// No row's.
    static let none = RowKeys(message: TextKey(low: 0, high: 0), hwid: TextKey(low: 0, high: 0))
}
