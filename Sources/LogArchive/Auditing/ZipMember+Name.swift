import TrackingLog

extension ZipMember {
    /// What is dangerous about the entry's names or kind; nil if nothing is.
    var danger: String? {
        if let kind = Self.kinds[attributes >> 28 & 0xF] { return "the entry is \(kind)" }
        return ([rawName] + otherNames).lazy.compactMap(Self.danger).first
    }

    /// The kinds in a Unix mode that are neither file nor folder.
    private static let kinds = [
        0x1: "a pipe", 0x2: "a device", 0x6: "a disk device", 0xA: "a symbolic link", 0xC: "a socket",
    ]

    private static func danger(of rawName: [UInt8]) -> String? {
        if rawName.isEmpty { return "the entry has no name" }
        if rawName.contains(0) { return "the name holds a NUL" }
        if rawName.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "the name holds a control character" }
        if rawName.contains(.backslash) { return "the name holds a backslash" }
        if rawName.first == .slash { return "the name is an absolute path" }
        if rawName.count >= 2, rawName[1] == .colon { return "the name begins with a drive" }
        if let text = String(validating: rawName, as: UTF8.self),
            let scalar = text.unicodeScalars.first(where: \.isDeceptive)
        {
            return "the name holds \(scalar.mark), which is invisible"
        }
        var parts = rawName.split(separator: .slash, omittingEmptySubsequences: false)
        // A folder's name ends in a slash.
        if parts.last?.isEmpty == true { parts.removeLast() }
        for part in parts {
            if part.isEmpty { return "the name has an empty part, which other programs leave out" }
            if part.elementsEqual(".".utf8) { return "the name has a part \".\", which other programs leave out" }
            if part.elementsEqual("..".utf8) { return "the name leads out of the folder" }
            if part.last == .dot || part.last == .space {
                return "a part of the name ends in a dot or a space, which Windows leaves out"
            }
        }
        return nil
    }

    /// A name made visible: `<U+202E>` for an invisible or deceptive character, `<0xFF>` for a byte that is not UTF-8.
    static func visible(_ rawName: [UInt8]) -> String {
        if rawName.allSatisfy({ 0x20..<0x7F ~= $0 }) { return String(decoding: rawName, as: UTF8.self) }
        var text = String.UnicodeScalarView()
        var parser = Unicode.UTF8.ForwardParser()
        var rest = rawName.makeIterator()
        var position = 0
        while true {
            switch parser.parseScalar(from: &rest) {
            case .emptyInput: return String(text)
            case .valid(let bytes):
                position += bytes.count
                let scalar = Unicode.UTF8.decode(bytes)
                text.append(contentsOf: scalar.isDeceptive ? scalar.mark.unicodeScalars : "\(scalar)".unicodeScalars)
            case .error(let length):
                for byte in rawName[position..<position + length] {
                    text.append(contentsOf: "<0x\(String(byte, radix: 16, uppercase: true))>".unicodeScalars)
                }
                position += length
            }
        }
    }
}

extension Unicode.Scalar {
    /// `<U+202E>`.
    fileprivate var mark: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "<U+\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits)>"
    }
}
