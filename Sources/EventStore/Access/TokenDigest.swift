/// The SHA-256 of a token's secret: the store does not know the secret itself.
public struct TokenDigest: Sendable {
    /// Its length in bytes.
    public static let count = 32

    /// Words of eight bytes: one vector would need an alignment that an async function's memory does not have.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A digest of 32 bytes; nil for any other number of bytes.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.count else { return nil }
        words = bytes.withUnsafeBytes { bytes in
            func word(_ index: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self) }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// Its bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}

extension TokenDigest: Hashable {
    /// Compares in a time that does not depend on the difference.
    public static func == (left: TokenDigest, right: TokenDigest) -> Bool {
        let difference =
            (left.words.0 ^ right.words.0) | (left.words.1 ^ right.words.1) | (left.words.2 ^ right.words.2)
            | (left.words.3 ^ right.words.3)
        return difference == 0
    }

    /// Any part of a digest is as good as random.
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
