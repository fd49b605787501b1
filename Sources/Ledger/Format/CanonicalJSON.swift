import TransparencyLog

/// JSON with exactly one text for some values.
///
/// Keys are sorted by code point, there are no spaces and no escapes but the necessary ones, and text is UTF-8: as
/// Python's `json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)` writes it.
enum CanonicalJSON {
    case text(String)
    case number(Int)
    case object([String: CanonicalJSON])
    case array([CanonicalJSON])
    case null

    /// The JSON, without a line end.
    var encoded: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .number(let number): "\(number)"
        case .null: "null"
        case .array(let values): "[" + values.map(\.encoded).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
                .map { Self.quoted($0.key) + ":" + $0.value.encoded }.joined(separator: ",") + "}"
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
