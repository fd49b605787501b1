/// A digest of a payload's bytes, by which the store finds it again.
///
/// It only narrows the search: bodies are compared, so nothing is lost where two share a digest. Unlike
/// ``KeyedHash`` it stays in the store, and so is the same in every process, for ever.
enum ContentDigest {
    static func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            state = fold(state ^ word, 0xD6E8_FEB8_6659_FD93)
            offset += 8
        }
        var rest: UInt64 = 0
        for index in offset..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        return Int64(bitPattern: fold(state ^ rest, 0xA076_1D64_78BD_642F))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        // The operand stays in: a product with zero would forget all that came before.
        return product.high ^ product.low ^ left
    }
}
