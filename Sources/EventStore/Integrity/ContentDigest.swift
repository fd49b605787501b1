import GRDB

/// A digest of a text, by which the store finds it again.
///
/// It only narrows the search: texts are compared, so two may share a digest. Unlike ``KeyedHash`` it stays in the store.
/// Its key is the store's own, so that no sender can slow the store down with texts that share one.
struct ContentDigest {
    var low: UInt64
    var high: UInt64

    init(_ database: Database) throws {
        self = try PreparedQuery<Columns>(database, from: "digest_key").only(orMissing: "its key is missing") { key in
            ContentDigest(low: UInt64(bitPattern: key.integer(.low)), high: UInt64(bitPattern: key.integer(.high)))
        }
    }

    private enum Columns: Int32, QueryColumns {
        case low, high
    }

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        var state = low ^ UInt64(bytes.count)
        var offset = 0
        while offset + 8 <= bytes.count {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            state = fold(state ^ word)
            offset += 8
        }
        var rest: UInt64 = 0
        for index in offset..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        return Int64(bitPattern: fold(fold(state ^ rest)))
    }

    private func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: high | 1)
        // The operand stays in: a product with zero would forget everything before.
        return product.high ^ product.low ^ value
    }
}
