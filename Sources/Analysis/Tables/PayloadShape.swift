import TrackingLog

/// What is kept of a payload: the platform it tells, and enough of its place in the order of bytes to decide between
/// two payloads of one second.
///
/// Payloads for iOS begin with `{"aps":`, and no other payload can: so that where the other stands before or after
/// these seven bytes is where it stands before or after the whole. (An iOS payload that begins otherwise is held to
/// stand before another platform's on its side, which costs no memory and errs only on such pairs.)
enum PayloadShape: UInt8, BitwiseCopyable, Comparable {
    case none
    case iosBefore
    case androidBefore
    case ios
    case iosAfter
    case androidAfter

    /// - Parameters:
    ///   - platform: what ``PayloadReader`` made of the payload.
    ///   - text: the payload as it stands in the row.
    init(_ platform: Platform?, text: UnsafeRawBufferPointer, quotesAreDoubled: Bool) {
        guard let platform else {
            self = .none
            return
        }
        let common: StaticString = quotesAreDoubled ? "{\"\"aps\"\":" : "{\"aps\":"
        // A doubled quote keeps its place in the order: what stands against it is no quote.
        let order = common.withUTF8Buffer { PayloadShape.order(of: text, against: UnsafeRawBufferPointer($0)) }
        switch (platform, order) {
        case (.ios, 0): self = .ios
        case (.ios, ..<0): self = .iosBefore
        case (.ios, _): self = .iosAfter
        case (_, ..<0): self = .androidBefore
        default: self = .androidAfter
        }
    }

    /// Below 0 where a text stands before those that begin with a prefix, above 0 where after; 0 for one of them.
    private static func order(of text: UnsafeRawBufferPointer, against prefix: UnsafeRawBufferPointer) -> Int {
        for (byte, expected) in zip(text, prefix) where byte != expected { return Int(byte) - Int(expected) }
        return text.count < prefix.count ? -1 : 0
    }

    var platform: Platform? {
        switch self {
        case .none: nil
        case .ios, .iosBefore, .iosAfter: .ios
        case .androidBefore, .androidAfter: .android
        }
    }

    static func < (left: PayloadShape, right: PayloadShape) -> Bool { left.rawValue < right.rawValue }
}
