/// The bytes of a file that a `Range` header asks for (RFC 9110, 14.1 and 14.2).
enum ByteRange: Equatable {
    /// All of them: there is no header, or one that may be ignored.
    case whole
    /// A part of the file, never empty.
    case part(Range<Int>)
    /// None of the file's bytes.
    case unsatisfiable

    /// Reads a header for a file of some length in bytes.
    init(_ header: String?, length: Int) {
        self = .whole
        guard let header, let equals = header.firstIndex(of: "="),
            header[..<equals].lowercased().trimmed == "bytes"
        else { return }
        let text = header[header.index(after: equals)...].trimmed
        // Several parts: all bytes are sent, which is allowed.
        guard !text.contains(","), let dash = text.firstIndex(of: "-") else { return }
        let (first, last) = (text[..<dash].trimmed, text[text.index(after: dash)...].trimmed)
        guard first.allSatisfy(\.isASCIIDigit), last.allSatisfy(\.isASCIIDigit) else { return }
        if first.isEmpty {
            guard !last.isEmpty else { return }
            // A number too long for Int is beyond every file.
            let count = min(Int(last) ?? length, length)
            self = count == 0 ? .unsatisfiable : .part(length - count..<length)
        } else {
            let start = Int(first) ?? length
            let end = last.isEmpty ? length : min((Int(last) ?? length - 1), length - 1) + 1
            guard start < length else {
                self = .unsatisfiable
                return
            }
            // A range that ends before it begins makes the header invalid, so it is ignored.
            if start < end { self = .part(start..<end) }
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { "0"..."9" ~= self }
}
