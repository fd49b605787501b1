import GRDB
import TrackingLog

/// App codes as a column holds them: a JSON array of strings, in order.
struct AppList {
    let codes: [String]

    init(_ codes: some Sequence<String>) { self.codes = codes.sorted() }

    /// Reads what ``spelled`` gave.
    init(spelled text: String) throws {
        var codes: [String] = []
        let bytes = Array(text.utf8)
        let isList = JSONText.visitElements(of: bytes.span) { element in
            let value = bytes.span.extracting(element)
            guard value.count >= 2, value[0] == UInt8(ascii: "\"") else { return false }
            var code: [UInt8] = []
            JSONText.appendString(value.extracting(1..<value.count - 1), to: &code)
            codes.append(String(decoding: code, as: UTF8.self))
            return true
        }
        guard isList else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a list of apps cannot be read") }
        self.codes = codes
    }

    var spelled: String {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for code in codes {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            JSONText.spell(code, into: &text)
        }
        text.append(UInt8(ascii: "]"))
        return String(decoding: text, as: UTF8.self)
    }
}
