import TrackingLog

/// The hashes that a row is found by.
struct RowKeys {
    /// The tracking code's.
    var message: ShortKey
    var hwid: ShortKey
    /// The pair's, for ``SlotTable``.
    var delivery: UInt64

    @inline(__always)
    init(_ row: EventRow, of text: UnsafeRawBufferPointer) {
        let message = KeyedHash.of(text[row.trackingCode])
        let hwid = KeyedHash.of(text[row.hwid])
        self.message = ShortKey(message)
        self.hwid = ShortKey(hwid)
        delivery = message.combined(with: hwid).low
    }

    private init() {
        message = ShortKey(low: 0, high: 0)
        hwid = ShortKey(low: 0, high: 0)
        delivery = 0
    }

    /// No row's.
    static let none = RowKeys()
}
