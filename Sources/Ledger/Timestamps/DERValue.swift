/// A value in DER (ITU-T X.690): one byte for the tag, a definite length in its shortest form, the content.
struct DERValue {
    /// The tags in timestamps.
    enum Tag: UInt8 {
        case integer = 0x02
        case octets = 0x04
        case identifier = 0x06
        case time = 0x18
        case sequence = 0x30
        case set = 0x31
        /// `[0]`, explicit: it holds one value.
        case zero = 0xA0
    }

    private let tag: UInt8
    private let content: ArraySlice<UInt8>

    /// Reads a value from all of some bytes; nil if they are none.
    init?(_ bytes: some Collection<UInt8>) {
        var rest = Array(bytes)[...]
        guard let value = DERValue(from: &rest), rest.isEmpty else { return nil }
        self = value
    }

    /// Reads and removes the first value of some bytes; nil if there is none.
    private init?(from bytes: inout ArraySlice<UInt8>) {
        // A tag number of 31 or more takes further bytes: nothing here has one.
        guard let tag = bytes.popFirst(), tag & 0x1F != 0x1F, let first = bytes.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let digits = bytes.prefix(Int(first & 0x7F))
            guard (1...4).contains(digits.count), digits.count == Int(first & 0x7F), digits.first != 0 else {
                return nil
            }
            length = digits.reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80 else { return nil }
            bytes = bytes.dropFirst(digits.count)
        }
        guard length <= bytes.count else { return nil }
        self.tag = tag
        content = bytes.prefix(length)
        bytes = bytes.dropFirst(length)
    }

    /// The content; nil if the value has another tag.
    func content(_ tag: Tag) -> ArraySlice<UInt8>? { self.tag == tag.rawValue ? content : nil }

    /// The values inside; nil if the value has another tag, or one of them is cut off.
    func parts(_ tag: Tag = .sequence) -> [DERValue]? {
        guard var rest = content(tag) else { return nil }
        var parts: [DERValue] = []
        while !rest.isEmpty {
            guard let part = DERValue(from: &rest) else { return nil }
            parts.append(part)
        }
        return parts
    }
}
