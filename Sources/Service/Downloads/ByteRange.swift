/// Which bytes of a file a `Range` header asks for (RFC 9110, 14.1 and 14.2).
enum ByteRange: Equatable {
    /// All of them: there is no header, or one that we need not follow.
    case whole
    /// A part: never empty, and within the file.
    case part(Range<Int>)
    /// None that the file has.
    case unsatisfiable

    /// Reads a header, of a file of a length.
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
            // A number too long to be read is beyond every file.
            let count = min(Int(last) ?? length, length)
            self = count == 0 ? .unsatisfiable : .part(length - count..<length)
        } else {
            let start = Int(first) ?? length
            let end = last.isEmpty ? length : min((Int(last) ?? length - 1), length - 1) + 1
            guard start < length else {
                self = .unsatisfiable
                return
            }
            // An end before its beginning makes the header invalid: there is none.
            if start < end { self = .part(start..<end) }
        }
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { "0"..."9" ~= self }
}
