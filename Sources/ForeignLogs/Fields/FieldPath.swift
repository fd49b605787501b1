import TrackingLog

/// The place of a field: a column's name, or the keys that lead to a value of an object.
struct FieldPath: Hashable, Sendable {
    /// The path as a map has it: `/data/recipients/*/device_id`, or a name alone.
    let text: String
    /// The keys, as UTF-8. Of a path into an array's elements, those within the element.
    let keys: [[UInt8]]
    /// The keys that lead to the array whose elements have the field; nil where the record itself has it.
    let array: [[UInt8]]?

    /// Parses a path; nil if it is not valid.
    ///
    /// - Parameter text: a JSON pointer (RFC 6901), in which `*` stands for each element of an array; else one key.
    init?(_ text: String) {
        self.text = text
        guard text.utf8.first == .slash else {
            guard !text.isEmpty else { return nil }
            keys = [Array(text.utf8)]
            array = nil
            return
        }
        guard let tokens = JSONPointer(text)?.tokens, !tokens.isEmpty else { return nil }
        let stars = tokens.indices.filter { tokens[$0] == Array("*".utf8) }
        switch stars.count {
        case 0:
            keys = tokens
            array = nil
        case 1 where stars[0] > 0 && stars[0] < tokens.count - 1:
            keys = Array(tokens[(stars[0] + 1)...])
            array = Array(tokens[..<stars[0]])
        default: return nil
        }
    }

    /// The name of the column of a table that the field is in.
    var column: String {
        ((array ?? []) + keys).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".")
    }
}
