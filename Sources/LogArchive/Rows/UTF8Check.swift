import CByteMasks

extension Span<UInt8> {
    /// Whether the text is UTF-8 (RFC 3629).
    var isUTF8: Bool {
        withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { utf8_is_valid($0, bytes.count) != 0 } ?? true
        }
    }

    /// The length of a prefix that is certainly ASCII.
    var asciiPrefix: Int {
        withUnsafeBufferPointer { bytes in bytes.baseAddress.map { ascii_prefix($0, bytes.count) } ?? 0 }
    }

    /// The offset of the first byte in a range that is not UTF-8; nil where all are.
    func firstFault(in range: Range<Int>) -> Int? {
        let part = extracting(range)
        let valid = part.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { utf8_valid_prefix($0, bytes.count) } ?? 0
        }
        return valid == part.count ? nil : range.lowerBound + valid
    }
}
