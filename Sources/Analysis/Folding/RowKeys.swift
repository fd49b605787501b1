import TrackingLog

/// The hashes that a row is found by.
struct RowKeys {
    /// The tracking code's.
    var message: ShortKey
    var hwid: ShortKey

    @inline(__always)
    init(_ row: EventRow, of text: UnsafeRawBufferPointer) {
        message = ShortKey(KeyedHash.of(text[row.trackingCode]))
        hwid = ShortKey(KeyedHash.of(text[row.hwid]))
    }

    private init() {
        message = ShortKey(low: 0, high: 0)
        hwid = message
    }

    /// No row's.
    static let none = RowKeys()
}
