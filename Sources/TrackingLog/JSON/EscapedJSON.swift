/// Text in which a backslash was written before every quote, as Spark, MySQL and pandas write quoted CSV fields.
///
/// Some of them write a backslash before every backslash too, some do not. A text shows which: a run of backslashes of
/// even length before a quote, or of odd length before anything else, stands only where backslashes were left as they
/// were.
public enum EscapedJSON {
    /// The JSON that a text is once its escapes are undone; nil where it is none, or is JSON as it stands.
    public static func unescaped(_ text: Span<UInt8>) -> [UInt8]? {
        // The shortest test first: what is escaped has a backslash before its first quote.
        guard let quote = text.firstQuote, quote > 0, text[quote - 1] == .backslash, !JSONText.isValid(text)
        else { return nil }
        let leaves = leavesBackslashes(text)
        for isLeft in [leaves, !leaves] {
            let undone = undone(text, leavingBackslashes: isLeft)
            if JSONText.isValid(undone.span) { return undone }
        }
        return nil
    }

    /// A text without the backslash before each quote, and before each backslash if the text shows that they are doubled.
    public static func undone(_ text: Span<UInt8>) -> [UInt8] {
        undone(text, leavingBackslashes: leavesBackslashes(text))
    }

    private static func undone(_ text: Span<UInt8>, leavingBackslashes: Bool) -> [UInt8] {
        var undone: [UInt8] = []
        undone.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == .backslash, index + 1 < text.count,
                text[index + 1] == .quote || !leavingBackslashes && text[index + 1] == .backslash
            {
                index += 1
            }
            undone.append(text[index])
            index += 1
        }
        return undone
    }

    /// Whether a text shows that backslashes were not doubled.
    private static func leavesBackslashes(_ text: Span<UInt8>) -> Bool {
        var run = 0
        for index in text.indices {
            if text[index] == .backslash {
                run += 1
                continue
            }
            if run > 0, run % 2 == (text[index] == .quote ? 0 : 1) { return true }
            run = 0
        }
        return false
    }
}

extension Span<UInt8> {
    /// The offset of the first quote.
    fileprivate var firstQuote: Int? {
        for index in indices where self[index] == .quote { return index }
        return nil
    }
}
