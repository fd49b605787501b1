import GRDB

/// A keyed 64-bit fingerprint of texts and of what is built on them, to detect damage.
///
/// SQLite has no checksums: a flipped bit in its file reads as another value, or hides rows. Each event therefore has a
/// fingerprint of everything that an export says of it, made when it is recorded and made again from the bytes that are
/// read. The key is the store's own, so that no sender can make two events share one. It detects damage; it does not
/// protect against an attacker who can write the file.
struct Fingerprint {
    /// Two halves of the key, drawn when the store was made.
    let low: UInt64
    let high: UInt64

    init(_ database: Database) throws {
        let key = try ContentDigest(database)
        self.init(low: key.low, high: key.high)
    }

    init(low: UInt64, high: UInt64) {
        // Constants keep a store whose key is zero, as tests make them, from having one fingerprint for everything.
        self.low = low ^ 0x9E37_79B9_7F4A_7C15
        self.high = high ^ 0xC2B2_AE3D_27D4_EB4F
    }

    /// The fingerprint of a text.
    func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        // Two lanes that do not wait for each other, eight bytes each at a time.
        var a = low ^ UInt64(truncatingIfNeeded: bytes.count)
        var b = high
        var offset = 0
        while offset + 16 <= bytes.count {
            a = fold(a ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian, high)
            b = fold(b ^ bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self).littleEndian, low)
            offset += 16
        }
        if offset + 8 <= bytes.count {
            a = fold(a ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian, high)
            offset += 8
        }
        b = fold(b ^ rest(of: bytes, from: offset), low)
        return mix(a, b)
    }

    /// The bytes from an offset on, less than eight, as a big-endian number.
    @inline(__always)
    private func rest(of bytes: UnsafeRawBufferPointer, from offset: Int) -> UInt64 {
        let count = bytes.count - offset
        if bytes.count >= 8 {
            // One load that overlaps the bytes before, which are masked off.
            let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self).bigEndian
            return last & (1 << UInt64(8 * count) - 1)
        }
        var rest: UInt64 = 0
        for index in offset..<bytes.count { rest = rest << 8 | UInt64(bytes[index]) }
        return rest
    }

    /// The fingerprint of a pair, in this order.
    func mix(_ left: UInt64, _ right: UInt64) -> UInt64 { fold(fold(left ^ low, high) ^ right, low) }

    /// The fingerprint of a pair of numbers, in this order.
    func mix(_ left: UInt64, _ right: Int64) -> UInt64 { mix(left, UInt64(bitPattern: right)) }

    @inline(__always)
    private func fold(_ value: UInt64, _ key: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: key | 1)
        // The operand stays in: a product with zero would forget everything before.
        return product.high ^ product.low ^ value
    }
}

// MARK: - What is fingerprinted

extension Fingerprint {
    /// The fingerprint of a status word as it was written, and a description.
    func outcome(word: UInt64, description: UInt64) -> UInt64 { mix(word, description) }

    /// The fingerprint of a delivery's identity: the message's tracking code and app, and the device.
    func delivery(code: UInt64, app: UInt64, hwid: UInt64) -> UInt64 { mix(mix(code, app), hwid) }

    /// The fingerprint of what a row says of its delivery.
    func details(of delivery: UInt64, target: UInt64, payload: UInt64) -> UInt64 {
        mix(mix(delivery, target), payload)
    }

    /// The fingerprint of an event.
    ///
    /// - Parameters:
    ///   - details: see ``details(of:target:payload:)``.
    ///   - outcome: see ``outcome(word:description:)``.
    func event(details: UInt64, outcome: UInt64, time: Int64, seq: Int64) -> UInt64 {
        mix(mix(mix(details, outcome), time), seq)
    }

    /// The fingerprint of what the store knows of a message.
    func message(code: UInt64, _ message: KnownMessage) -> Int64 {
        let app = mix(code, message.app)
        let times = mix(mix(app, message.created), message.first)
        return Int64(bitPattern: mix(mix(times, message.target), message.named))
    }
}
