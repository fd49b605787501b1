import TrackingLog

/// The texts of one row, in place in the batch's buffer.
struct RowText {
    let row: EventRow
    let buffer: UnsafeRawBufferPointer

    var trackingCode: UnsafeRawBufferPointer { self[row.trackingCode] }
    var target: UnsafeRawBufferPointer { self[row.target] }
    var hwid: UnsafeRawBufferPointer { self[row.hwid] }
    var statusWord: UnsafeRawBufferPointer { self[row.statusWord] }
    var description: UnsafeRawBufferPointer { self[row.description] }
    var appCode: UnsafeRawBufferPointer { self[row.appCode] }
    /// The payload as it was written: see `isPayloadEscaped`.
    var payload: UnsafeRawBufferPointer { self[row.payload] }

    /// The payload's key. An escaped payload and the same one unescaped have different keys, and later the same number.
    var payloadKey: TextKey {
        var key = KeyedHash.of(payload)
        if row.isPayloadEscaped { key.high = ~key.high }
        return key
    }

    private subscript(range: TextRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[range.offsets])
    }
}
