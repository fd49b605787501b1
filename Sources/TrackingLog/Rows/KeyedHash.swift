/// 128 bits that stand for a text in a table.
///
/// The bits are those of a keyed folded-multiply hash: two texts share them with odds of 2⁻¹²⁸. Every process draws a new
/// key, so that no log can be written whose texts collide.
public struct TextKey: Hashable, Sendable {
    /// The first 64 bits.
    public var low: UInt64
    /// The other 64 bits.
    public var high: UInt64

    /// A key of two halves.
    @inlinable
    public init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The key of a pair, such as a message and a device.
    @inlinable
    public func combined(with other: TextKey) -> TextKey {
        TextKey(
            low: KeyedHash.fold(low ^ KeyedHash.key.0, other.low ^ KeyedHash.key.1),
            high: KeyedHash.fold(high ^ KeyedHash.key.2, other.high ^ KeyedHash.key.3))
    }
}

/// The keyed hash behind ``TextKey``. Its bits never leave the process: no output may depend on them.
public enum KeyedHash {
    /// Drawn once per process.
    public static let key: Key = {
        var random = SystemRandomNumberGenerator()
        return (random.next(), random.next(), random.next(), random.next())
    }()

    /// 256 bits.
    public typealias Key = (UInt64, UInt64, UInt64, UInt64)

    @inlinable @inline(__always)
    static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The key of a text.
    @inlinable
    public static func of(_ text: Span<UInt8>) -> TextKey {
        text.withUnsafeBufferPointer { of(UnsafeRawBufferPointer($0)) }
    }

    /// The key of some bytes.
    @inlinable
    public static func of(_ bytes: UnsafeRawBufferPointer) -> TextKey { of(bytes, by: key) }

    /// The key of some bytes.
    ///
    /// - Parameters:
    ///   - bytes: the bytes.
    ///   - key: ``key``, which is looked up once where many texts are hashed.
    @inlinable @inline(__always)
    public static func of(_ bytes: UnsafeRawBufferPointer, by key: Key) -> TextKey {
        let (k0, k1, k2, k3) = key
        var low = k0 ^ UInt64(truncatingIfNeeded: bytes.count)
        var high = k2 &+ UInt64(truncatingIfNeeded: bytes.count)
        var offset = 0
        while offset + 16 < bytes.count {
            let a = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            let b = bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)
            low = fold(a ^ low, b ^ k1)
            high = fold(b ^ high, a ^ k3)
            offset += 16
        }
        // The last 0 to 16 bytes. Texts that differ only in closing zeros differ by the length above.
        var a: UInt64 = 0
        var b: UInt64 = 0
        let rest = bytes.count - offset
        if rest >= 8 {
            a = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            b = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
        } else {
            for index in 0..<rest { a |= UInt64(bytes[offset + index]) << UInt64(index * 8) }
        }
        low = fold(a ^ low, b ^ k1)
        high = fold(b ^ high, a ^ k3)
        return TextKey(low: fold(low ^ k3, high ^ k1), high: fold(high ^ k0, low ^ k2))
    }
}
