import Hummingbird
import TrackingLog

/// A call of Pushwoosh's API: `{"request":{…}}`, whatever its Content-Type says.
///
/// Unknown members are ignored, and `null` is the same as left out.
struct PushwooshCall {
    /// A member's value.
    private enum Value {
        case text(String)
        case texts([String])
        case number(Int)
        /// Anything else but null.
        case other
    }

    private var values: [String: Value] = [:]

    /// Reads a request of a route.
    ///
    /// - Throws: ``PushwooshResponse``, which says what is wrong.
    init(_ request: Request, of route: Route) async throws {
        let maximum = route.rule.maximumBody
        do {
            try self.init(try await SmallBody.read(request, maximum: maximum))
        } catch SmallBody.Fault.tooLong {
            throw PushwooshResponse.wrong("the request is longer than \(maximum >> 10) KiB")
        } catch SmallBody.Fault.coding {
            throw PushwooshResponse.wrong("the Content-Encoding is not supported; use gzip or identity")
        } catch SmallBody.Fault.notGzip {
            throw PushwooshResponse.malformed("The Content-Encoding is gzip, but the request is not valid gzip")
        }
    }

    /// Reads a body.
    init(_ body: [UInt8]) throws(PushwooshResponse) {
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

    /// The token in the body; nil where it has none.
    var token: TokenSecret? {
        get throws(PushwooshResponse) {
            guard let text = try optional("auth"), !text.isEmpty else { return nil }
            return TokenSecret(text: text)
        }
    }

    /// A string that may be left out.
    func optional(_ name: String) throws(PushwooshResponse) -> String? {
        switch values[name] {
        case nil: nil
        case .text(let text): text
        default: throw .wrong("\(name) is not a string")
        }
    }

    /// A string, or an array of strings; none if it is left out.
    func texts(_ name: String) throws(PushwooshResponse) -> [String] {
        switch values[name] {
        case nil: []
        case .text(let text): [text]
        case .texts(let texts): texts
        default: throw .wrong("\(name) is neither a string nor an array of strings")
        }
    }

    /// A whole number, perhaps in quotes; nil if it is left out.
    func number(_ name: String) throws(PushwooshResponse) -> Int? {
        switch values[name] {
        case nil: return nil
        case .number(let number): return number
        case .text(let text):
            if let number = Int(text) { return number }
        default: break
        }
        throw .wrong("\(name) is not a whole number")
    }

    /// A string that must be there and not empty.
    func required(_ name: String) throws(PushwooshResponse) -> String {
        guard let text = try optional(name), !text.isEmpty else { throw .wrong("\(name) is missing") }
        return text
    }

    private static func value(_ value: Span<UInt8>) -> Value? {
        switch value[0] {
        case .quote: return .text(text(value.extracting(1..<value.count - 1)))
        case .n: return nil
        case .openBracket: return elements(of: value).map { .texts($0) } ?? .other
        default:
            let text = value.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            return Int(text).map { .number($0) } ?? .other
        }
    }

    /// The strings of an array; nil if it holds anything else.
    private static func elements(of value: Span<UInt8>) -> [String]? {
        var texts: [String] = []
        let isList = JSONText.visitElements(of: value) { element in
            let inner = value.extracting(element)
            guard inner.count >= 2, inner[0] == .quote else { return false }
            texts.append(text(inner.extracting(1..<inner.count - 1)))
            return true
        }
        return isList ? texts : nil
    }

    private static func text(_ inside: Span<UInt8>) -> String {
        var text: [UInt8] = []
        JSONText.appendString(inside, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
