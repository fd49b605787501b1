/// JSON of which there is exactly one for some values: keys sorted by code point, no spaces, no escapes but those that
/// must be, text as UTF-8. It is what Python's `json.dumps(value, sort_keys=True, separators=(",", ":"),
/// ensure_ascii=False)` writes.
enum CanonicalJSON {
    case text(String)
    case number(Int)
    case object([String: CanonicalJSON])
    case array([CanonicalJSON])
    case null

    /// The JSON, without a line end.
    var spelled: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .null: "null"
        case .array(let values): "[" + values.map(\.spelled).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
                .map { Self.quoted($0.key) + ":" + $0.value.spelled }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView()
        quoted.append("\"")
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted.append(contentsOf: "\\\"".unicodeScalars)
            case "\\": quoted.append(contentsOf: "\\\\".unicodeScalars)
            case "\n": quoted.append(contentsOf: "\\n".unicodeScalars)
            case "\r": quoted.append(contentsOf: "\\r".unicodeScalars)
            case "\t": quoted.append(contentsOf: "\\t".unicodeScalars)
            case "\u{8}": quoted.append(contentsOf: "\\b".unicodeScalars)
            case "\u{C}": quoted.append(contentsOf: "\\f".unicodeScalars)
            case "\u{0}"..<"\u{20}":
                quoted.append(contentsOf: ("\\u00" + Hex.encode([UInt8(scalar.value)])).unicodeScalars)
            default: quoted.append(scalar)
            }
        }
        quoted.append("\"")
        return String(quoted)
    }
}
