import GRDB
import TrackingLog

/// A set of app codes, ordered and compared by their bytes.
///
/// Two codes that look alike but are normalized differently (`é` as one character or as two) name two apps.
public struct AppCodes: Hashable, Sendable {
    /// The codes in UTF-8, in order.
    let bytes: [[UInt8]]

    /// Codes in any order.
    public init(_ codes: some Sequence<String>) { self.init(bytes: codes.map { Array($0.utf8) }) }

    private init(bytes: [[UInt8]]) { self.bytes = Set(bytes).sorted { $0.lexicographicallyPrecedes($1) } }

    /// The codes as texts.
    public var texts: [String] { bytes.map { String(decoding: $0, as: UTF8.self) } }
}

extension AppCodes: ExpressibleByArrayLiteral {
    /// Codes in any order.
    public init(arrayLiteral codes: String...) { self.init(codes) }
}

// MARK: - In the store

extension AppCodes {
    /// Parses ``storedText``.
    init(storedText text: String) throws {
        var codes: [[UInt8]] = []
        let bytes = Array(text.utf8)
        let isList = JSONText.visitElements(of: bytes.span) { element in
            let value = bytes.span.extracting(element)
            guard value.count >= 2, value[0] == .quote else { return false }
            var code: [UInt8] = []
            JSONText.appendString(value.extracting(1..<value.count - 1), to: &code)
            codes.append(code)
            return true
        }
        guard isList else { throw DatabaseError.damage("a list of apps cannot be read") }
        self.init(bytes: codes)
    }

    /// The codes as a JSON array of strings, for a column.
    var storedText: String {
        var text: [UInt8] = [.openBracket]
        for code in texts {
            if text.count > 1 { text.append(.comma) }
            JSONText.appendQuoted(code, to: &text)
        }
        text.append(.closeBracket)
        return String(decoding: text, as: UTF8.self)
    }
}
