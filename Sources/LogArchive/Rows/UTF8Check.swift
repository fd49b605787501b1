import CByteMasks

extension Span<UInt8> {
    /// Whether the text is UTF-8 (RFC 3629).
    var isUTF8: Bool {
        withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { utf8_is_valid($0, bytes.count) != 0 } ?? true
        }
    }

    /// How many bytes are certainly ASCII, from the beginning on.
    var asciiPrefix: Int {
        withUnsafeBufferPointer { bytes in bytes.baseAddress.map { ascii_prefix($0, bytes.count) } ?? 0 }
    }

    /// The first byte that is no part of UTF-8, from an offset to another; nil where all are.
    func firstFault(in range: Range<Int>) -> Int? {
        let part = extracting(range)
        let valid = part.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { utf8_valid_prefix($0, bytes.count) } ?? 0
        }
        return valid == part.count ? nil : range.lowerBound + valid
    }
}
