/// The SHA-256 of a token's secret: all that the store knows of it.
public struct TokenDigest: Sendable {
    /// How many bytes it has.
    public static let count = 32

    private let words: SIMD4<UInt64>

    /// A digest of 32 bytes; nil for any other number of them.
    public init?(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        guard bytes.count == Self.count else { return nil }
        words = bytes.withUnsafeBytes { $0.loadUnaligned(as: SIMD4<UInt64>.self) }
    }

    /// Its bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
}

extension TokenDigest: Hashable {
    /// Compares in a time that does not depend on where the two differ.
    public static func == (left: TokenDigest, right: TokenDigest) -> Bool {
        let difference = left.words ^ right.words
        return difference[0] | difference[1] | difference[2] | difference[3] == 0
    }

    /// Any part of a digest is as good as random.
    public func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }
}
