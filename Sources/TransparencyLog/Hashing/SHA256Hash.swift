import Foundation

/// A SHA-256 hash: 32 bytes.
public struct SHA256Hash: Hashable, Sendable {
    /// The number of bytes.
    public static let count = 32

    /// The bytes in their order, whatever the machine's.
    @usableFromInline
    var words: SIMD4<UInt64>

    /// Reads the bytes of a hash; nil if they are not 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == SHA256Hash.count else { return nil }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// Reads canonical base64 of 32 bytes, as checkpoints and proofs have it.
    public init?(base64 text: some StringProtocol) {
        guard let bytes = CanonicalBase64.decode(text) else { return nil }
        self.init(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits.
    public init?(hex text: some StringProtocol) {
        guard let bytes = Hex.decode(text) else { return nil }
        self.init(bytes)
    }

    /// A hash whose 32 bytes are filled in.
    init(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        words = SIMD4()
        withUnsafeMutableBytes(of: &words, fill)
    }

    // Inlined into other modules: their sets of hashes compare one for each row.

    /// Compares all bytes.
    @inlinable
    public static func == (left: SHA256Hash, right: SHA256Hash) -> Bool { left.words == right.words }

    /// Hashes a quarter of the bytes, which are as good as random.
    ///
    /// Equality compares all.
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }

    /// The bytes, valid during the call.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var words = words
        return withUnsafeBytes(of: &words, body)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withBytes { Array($0) } }
    /// The canonical base64: 44 characters.
    public var base64: String { Data(bytes).base64EncodedString() }
    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }
}

extension SHA256Hash: CustomStringConvertible {
    /// The base64, as checkpoints have it.
    public var description: String { base64 }
}
