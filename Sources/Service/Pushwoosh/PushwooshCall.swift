import Hummingbird
import TrackingLog

/// A request of the Pushwoosh half: `{"request":{…}}`, whatever its Content-Type says. Members that nobody asks for are
/// ignored, and `null` is the same as left out.
struct PushwooshCall {
    /// A longer body is refused: no client has a reason for one.
    static let longestBody = 64 << 10

    /// What a member holds.
    private enum Value {
        case text(String)
        /// Anything but a text and null.
        case other
    }

    private var values: [String: Value] = [:]

    /// Reads a request.
    ///
    /// - Throws: ``PushwooshAnswer``, which says what is wrong.
    init(_ request: Request) async throws {
        do {
            try self.init(try await SmallBody.read(request, most: Self.longestBody))
        } catch SmallBody.Fault.tooLong {
            throw PushwooshAnswer.wrong("the request is longer than \(Self.longestBody >> 10) KiB")
        } catch SmallBody.Fault.coding {
            throw PushwooshAnswer.wrong("the request's Content-Encoding is not known; use gzip, or none")
        } catch SmallBody.Fault.notGzip {
            throw PushwooshAnswer.malformed("The request is not the gzip that its Content-Encoding says")
        }
    }

    /// Reads a body.
    init(_ body: [UInt8]) throws(PushwooshAnswer) {
        guard String(validating: body, as: UTF8.self) != nil, JSONText.isValid(body.span) else {
            throw .malformed("The request string is malformed: it is not JSON in UTF-8")
        }
        var place: Range<Int>?
        let isObject = JSONText.visitMembers(of: body.span) { key, value in
            if JSONText.key(key, of: body.span, is: "request") { place = value }
            return true
        }
        guard isObject, let place, body[place.lowerBound] != .n else {
            throw .wrong(#"request is missing: send {"request":{…}}"#)
        }
        let inner = body.span.extracting(place)
        let isWhole = JSONText.visitMembers(of: inner) { key, value in
            values[Self.text(inner.extracting(key))] = Self.value(inner.extracting(value))
            return true
        }
        guard isWhole else { throw .wrong("request is not an object") }
    }

    /// A text that may be left out.
    func optional(_ name: String) throws(PushwooshAnswer) -> String? {
        switch values[name] {
        case nil: nil
        case .text(let text): text
        case .other: throw .wrong("\(name) is not a string")
        }
    }

    /// A text that has to be there, and not empty.
    func required(_ name: String) throws(PushwooshAnswer) -> String {
        guard let text = try optional(name), !text.isEmpty else { throw .wrong("\(name) is missing") }
        return text
    }

    private static func value(_ value: Span<UInt8>) -> Value? {
        switch value[0] {
        case .quote: .text(text(value.extracting(1..<value.count - 1)))
        case .n: nil
        default: .other
        }
    }

    private static func text(_ inside: Span<UInt8>) -> String {
        var text: [UInt8] = []
        JSONText.appendString(inside, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
