import TrackingLog

/// A gateway's answer to a refused notification, as a sender logs it whole: JSON, or the text of a Java object.
///
/// Sources: Apple, "Handling notification responses from APNs" (`{"reason":"BadDeviceToken"}`), and Amazon's developer
/// guide, "Amazon SNS mobile app attributes" (`NotificationErrorResponse(command=8, status=InvalidToken, id=1, cause=null)`);
/// Google, "FCM error codes" (`error.details[].errorCode`, `error.status`), and the retired HTTP server reference
/// (`results[].error`).
enum GatewayAnswer {
    /// Finds the gateway's word for the refusal.
    ///
    /// - Parameters:
    ///   - text: the answer.
    ///   - word: receives the word.
    /// - Returns: whether there is one. Of any other answer the whole text is the reason.
    static func reason(in text: Span<UInt8>, into word: inout [UInt8]) -> Bool {
        var start = 0
        while start < text.count, text[start] == .space || text[start] == .lineFeed { start += 1 }
        guard start < text.count else { return false }
        if text[start] == .openBrace {
            var places = [Range<Int>](repeating: 0..<0, count: answers.count)
            guard answers.find(in: text, places: &places) else { return false }
            for place in places where !place.isEmpty {
                if appendString(place, of: text, to: &word) { return true }
            }
            return false
        }
        return javaStatus(of: text, into: &word)
    }

    /// The places of a reason in an answer, the most specific first.
    ///
    /// FCM has the code in one of several details: the first three are examined.
    private static let answers = JSONFieldFinder(
        [
            "/reason", "/error/details/0/errorCode", "/error/details/1/errorCode", "/error/details/2/errorCode",
            "/results/0/error", "/errorCode", "/error/status", "/error",
        ].map { JSONPointer($0)?.tokens ?? [] })

    private static func appendString(_ place: Range<Int>, of text: Span<UInt8>, to word: inout [UInt8]) -> Bool {
        guard text[place.lowerBound] == .quote, place.count > 2 else { return false }
        JSONText.appendString(text.extracting(place.lowerBound + 1..<place.upperBound - 1), to: &word)
        return true
    }

    /// The value of `status=` in `Name(command=8, status=InvalidToken, …)`.
    ///
    /// Command 8 is the error response of the binary interface to APNs. What that called an invalid token is today's
    /// `BadDeviceToken`, while today's `InvalidToken` is something else.
    private static func javaStatus(of text: Span<UInt8>, into word: inout [UInt8]) -> Bool {
        let name: StaticString = "status="
        let length = name.utf8CodeUnitCount
        var start = 0
        while start + length < text.count {
            guard text.has(name, at: start), start > 0, !text[start - 1].isLetter else {
                start += 1
                continue
            }
            var end = start + length
            while end < text.count, text[end].isLetter || text[end].isDigit || text[end] == .underscore { end += 1 }
            guard end > start + length else { return false }
            let value = text.extracting(start + length..<end)
            if value.has("InvalidToken"), value.count == 12, text.hasText("command=8") {
                word += "BadDeviceToken".utf8
            } else {
                for index in value.indices { word.append(value[index]) }
            }
            return true
        }
        return false
    }
}

extension Span<UInt8> {
    /// Whether a text stands anywhere.
    fileprivate func hasText(_ word: StaticString) -> Bool {
        for start in indices where has(word, at: start) { return true }
        return false
    }
}
