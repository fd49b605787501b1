import TrackingLog

/// The keys of a row's texts.
struct RowKeys {
    /// The key of the tracking code.
    let message: ShortKey
    let hwid: ShortKey
    /// The keys of the payload and of the target, once ``Tally/prefetch(_:_:of:)`` needs them.
    var payload: TextKey?
    var target: ShortKey?
    /// The likely number of the message in its shard; nil if it seems to be new.
    var likelyMessage: Int?

    @inline(__always)
    init(_ row: EventRow, of text: UnsafeRawBufferPointer, by key: KeyedHash.Key) {
        message = ShortKey(KeyedHash.of(text[row.trackingCode], by: key))
        hwid = ShortKey(KeyedHash.of(text[row.hwid], by: key))
    }
}
