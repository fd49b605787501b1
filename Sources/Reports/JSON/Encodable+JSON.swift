import FoundationEssentials

extension Encodable {
    /// The value as JSON on many lines, keys sorted.
    func json() -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self) else {
            preconditionFailure("answers have only strings, integers and finite numbers, which JSON can hold")
        }
        return String(decoding: data, as: UTF8.self).withControlsEscaped + "\n"
    }
}
