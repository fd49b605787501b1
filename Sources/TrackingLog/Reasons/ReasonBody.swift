/// A gateway's answer in JSON within a description, as texts to look up.
///
/// It reads the answers of APNs and ADM (`reason`), FCM v1 (`error.details[].errorCode`, else `error.message` and
/// `error.status`), FCM's retired API (`results[].error`), Huawei (`code`), Expo (`details.error`), Mozilla's push service
/// (`errno`), SNS (`FailureType`, or the gateway's answer as a string in `providerResponse`), Xiaomi (`code`, beside
/// `trace_id`), Airship (`error_code`, beside `ok`) and Pushwoosh (`status_message`).
struct ReasonBody {
    /// The texts to look up, the most specific first.
    var parts: [String] { errorCodes + codes + messages + statuses }

    private var errorCodes: [String] = []
    private var codes: [String] = []
    private var messages: [String] = []
    private var statuses: [String] = []
    /// How many more values are read: answers are small, and a description may be hostile.
    private var budget = 256

    /// The fields whose numbers many services use, the field that shows whose they are, and how the catalogue has them.
    ///
    /// Xiaomi's stand beside the id of a trace, Airship's beside `ok`.
    private static let numbers: [(field: String, beside: String, opening: String)] = [
        ("code", "trace_id", "errorCode="), ("error_code", "ok", "error_code "),
    ]

    private static let maximumDepth = 8
    /// How many braces are tried as the start of an answer.
    private static let maximumStarts = 8

    /// Finds the answer in a description; nil if there is none, or it says nothing.
    ///
    /// - Parameter description: the description. JSON whose quotes are escaped by backslashes is read too.
    init?(in description: String) {
        let bytes = Array(description.utf8.prefix(ReasonText.searchedLength))
        var starts = 0
        var index = 0
        while starts < ReasonBody.maximumStarts, let start = bytes[index...].firstIndex(of: .openBrace) {
            starts += 1
            index = start + 1
            guard let object = ReasonBody.object(in: bytes[start...]) else { continue }
            read(object, depth: 0)
            if !parts.isEmpty { return }
        }
        return nil
    }

    /// The JSON object at the start of a text.
    private static func object(in bytes: ArraySlice<UInt8>) -> [UInt8]? {
        if let length = length(of: bytes) { return Array(bytes.prefix(length)) }
        guard bytes.dropFirst().first(where: { $0 != .space }) == .backslash else { return nil }
        var unescaped: [UInt8] = []
        JSONText.appendString(Array(bytes).span, to: &unescaped)
        return length(of: unescaped[...]).map { Array(unescaped.prefix($0)) }
    }

    /// The length of the JSON object at the start of a text; nil if there is none.
    private static func length(of bytes: ArraySlice<UInt8>) -> Int? {
        bytes.withUnsafeBufferPointer { text in
            var cursor = JSONCursor(text)
            return cursor.skipValue() ? cursor.index : nil
        }
    }

    // MARK: - Reading

    private mutating func read(_ object: [UInt8], depth: Int) {
        var members: [(key: Range<Int>, value: Range<Int>)] = []
        JSONText.visitMembers(of: object.span) { key, value in
            members.append((key, value))
            return members.count < 64
        }
        let keys = members.map { ReasonBody.string(object[$0.key]) }
        // Mozilla's numbers stand beside an HTTP status; operating systems use the same ones for other things.
        if keys.contains("code"), let errno = keys.firstIndex(of: "errno") {
            codes.append(#"{"errno":\#(String(decoding: object[members[errno].value], as: UTF8.self))}"#)
        }
        for number in ReasonBody.numbers where keys.contains(number.beside) {
            guard let place = keys.firstIndex(of: number.field) else { continue }
            let digits = object[members[place].value]
            guard digits.count > 3, digits.allSatisfy(\.isDigit) else { continue }
            // One text: a message that stood alone could be, but for its spaces, another service's word.
            let code = number.opening + String(decoding: digits, as: UTF8.self)
            errorCodes.append(code + " " + String(decoding: object, as: UTF8.self))
            return
        }
        for (key, member) in zip(keys, members) { read(Array(object[member.value]), of: key, depth: depth) }
    }

    private mutating func read(_ value: [UInt8], of key: String, depth: Int) {
        guard budget > 0, depth < ReasonBody.maximumDepth else { return }
        budget -= 1
        switch value.first {
        case .openBrace: read(value, depth: depth + 1)
        case .openBracket:
            var elements: [Range<Int>] = []
            _ = JSONText.visitElements(of: value.span) { element in
                elements.append(element)
                return elements.count < 64
            }
            for element in elements { read(Array(value[element]), of: key, depth: depth + 1) }
        case .quote:
            let text = ReasonBody.string(value[1..<value.count - 1])
            if text.utf8.first == .openBrace, let inner = ReasonBody.object(in: Array(text.utf8)[...]) {
                read(inner, depth: depth + 1)
            } else {
                add(text, of: key)
            }
        default: add(String(decoding: value, as: UTF8.self), of: key)
        }
    }

    private mutating func add(_ text: String, of key: String) {
        switch key {
        case "errorCode": errorCodes.append(text)
        // A number of three digits is the HTTP status.
        case "code" where text.utf8.count > 3: codes.append(text)
        case "error", "reason", "FailureType", "failureType": codes.append(text)
        case "status" where text.utf8.contains(.underscore) || text.utf8.allSatisfy(\.isUppercase):
            // Some canonical statuses say less in an answer, beside a message, than alone.
            statuses += ["error.status \(text)", text]
        case "message", "msg", "description", "FailureMessage", "errorMessage", "error_description", "errors",
            "pushProviderError", "status_message":
            messages.append(text)
        default: break
        }
    }

    private static func string(_ inside: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        JSONText.appendString(Array(inside).span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}
