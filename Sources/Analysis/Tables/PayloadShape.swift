import TrackingLog

/// A payload's platform, and enough of its byte order to decide between two payloads of one second.
///
/// Payloads for iOS begin with `{"aps":`, and no other payload can. So another payload precedes or follows them exactly
/// as it precedes or follows these seven bytes. An iOS payload that begins in another way is taken to precede another
/// platform's on its side: this costs no memory, and errs only on such pairs.
enum PayloadShape: UInt8, BitwiseCopyable, Comparable {
    case none
    case iosBefore
    case androidBefore
    case ios
    case iosAfter
    case androidAfter
    /// Begins as JSON and is none: cut off, or escaped in an unknown way.
    ///
    /// It has no time, and any other payload takes its place.
    case damaged

    /// - Parameters:
    ///   - platform: the payload's platform, by ``PayloadReader``.
    ///   - text: the payload as the row has it.
    init(_ platform: Platform?, text: UnsafeRawBufferPointer, quotesAreDoubled: Bool) {
        guard let platform else {
            // Other text may be a payload, such as the XML of Windows.
            let first = text.first { $0 > .space }
            let beginsAsJSON = first == .openBrace || first == .openBracket
            let bytes = text.bindMemory(to: UInt8.self).span
            let isJSON = !beginsAsJSON || JSONText.isValid(bytes, quotesAreDoubled: quotesAreDoubled)
            self = isJSON ? .none : .damaged
            return
        }
        let common: StaticString = quotesAreDoubled ? "{\"\"aps\"\":" : "{\"aps\":"
        // A doubled quote does not change the order: the other byte is no quote.
        let order = common.withUTF8Buffer { PayloadShape.order(of: text, against: UnsafeRawBufferPointer($0)) }
        switch (platform, order) {
        case (.ios, 0): self = .ios
        case (.ios, ..<0): self = .iosBefore
        case (.ios, _): self = .iosAfter
        case (_, ..<0): self = .androidBefore
        default: self = .androidAfter
        }
    }

    /// Below 0 if a text precedes all texts with a prefix, above 0 if it follows them; 0 if it has the prefix.
    private static func order(of text: UnsafeRawBufferPointer, against prefix: UnsafeRawBufferPointer) -> Int {
        for (byte, expected) in zip(text, prefix) where byte != expected { return Int(byte) - Int(expected) }
        return text.count < prefix.count ? -1 : 0
    }

    var platform: Platform? {
        switch self {
        case .none, .damaged: nil
        case .ios, .iosBefore, .iosAfter: .ios
        case .androidBefore, .androidAfter: .android
        }
    }

    static func < (left: PayloadShape, right: PayloadShape) -> Bool { left.rawValue < right.rawValue }
}
