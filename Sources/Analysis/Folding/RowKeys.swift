import TrackingLog

/// The keys of a row's message and device.
struct RowKeys {
    /// The key of the tracking code.
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

    /// Placeholders.
    static let none = RowKeys()
}
