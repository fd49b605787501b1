import FoundationEssentials

/// Answers as JSON, keys sorted.
public struct JSONFormat: AnswerFormat {
    /// Creates the format.
    public init() {}

    /// Writes the answer's document.
    public func write<Failure: Error, A: Answer>(
        _ answer: A, to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if A.jsonLayout == .indented { encoder.outputFormatting.insert(.prettyPrinted) }
        let document = answer.document
        // Indented, Foundation sets an empty array on three lines.
        if A.jsonLayout == .indented, let list = document as? [any Encodable], list.isEmpty {
            return try output("[]\n")
        }
        guard let data = try? encoder.encode(document) else {
            preconditionFailure("answers have only strings, integers and finite numbers, which JSON can hold")
        }
        try output(String(decoding: data, as: UTF8.self).withControlsEscaped + "\n")
    }
}
