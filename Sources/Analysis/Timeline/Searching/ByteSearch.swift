/// Looks for some bytes within others, 32 places at a time.
///
/// Vectors find the places where the first and the last byte match, and only those are compared: a
/// name in a payload mostly has no such place.
struct ByteSearch {
    private let wanted: [UInt8]
    private let first: SIMD32<UInt8>
    private let last: SIMD32<UInt8>

    /// - Parameter wanted: one byte or more.
    init(_ wanted: [UInt8]) {
        precondition(!wanted.isEmpty)
        self.wanted = wanted
        first = SIMD32(repeating: wanted[0])
        last = SIMD32(repeating: wanted[wanted.count - 1])
    }

    /// Whether the bytes stand anywhere in some others.
    func isFound(in text: UnsafeRawBufferPointer) -> Bool {
        let places = text.count - wanted.count + 1
        guard places > 0 else { return false }
        var place = 0
        while place + 32 <= places {
            let starts = text.loadUnaligned(fromByteOffset: place, as: SIMD32<UInt8>.self) .== first
            let ends = text.loadUnaligned(fromByteOffset: place + wanted.count - 1, as: SIMD32<UInt8>.self) .== last
            if any(starts .& ends), isFound(in: text, at: place..<place + 32) { return true }
            place += 32
        }
        return isFound(in: text, at: place..<places)
    }

    private func isFound(in text: UnsafeRawBufferPointer, at places: Range<Int>) -> Bool {
        wanted.withUnsafeBytes { wanted in
            places.contains { place in
                text[place] == wanted[0]
                    && UnsafeRawBufferPointer(rebasing: text[place..<place + wanted.count]).isSame(as: wanted)
            }
        }
    }
}
