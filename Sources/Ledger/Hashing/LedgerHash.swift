import Foundation

/// A SHA-256 hash: 32 bytes.
public struct LedgerHash: Hashable, Sendable {
    /// How many bytes a hash has.
    public static let count = 32

    // In the bytes' own order, whatever the machine's.
    private var words: SIMD4<UInt64>

    /// Reads a hash's bytes; nil where they are not 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == LedgerHash.count else { return nil }
        self.init { $0.copyBytes(from: bytes) }
    }

    /// Reads the canonical base64 of 32 bytes, as checkpoints and proofs spell hashes (RFC 4648 section 4).
    public init?(base64 text: some StringProtocol) {
        guard let bytes = CanonicalBase64.decode(text) else { return nil }
        self.init(bytes)
    }

    /// Reads 64 lower-case hexadecimal digits.
    public init?(hex text: some StringProtocol) {
        guard let bytes = Hex.decode(text) else { return nil }
        self.init(bytes)
    }

    /// Hashes a quarter of the bytes, which are as good as random; equality asks for all.
    public func hash(into hasher: inout Hasher) { hasher.combine(words[0]) }

    /// A hash whose 32 bytes are filled in.
    init(_ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        words = SIMD4()
        withUnsafeMutableBytes(of: &words, fill)
    }

    /// The bytes, for as long as the call takes.
    func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        var words = words
        return withUnsafeBytes(of: &words) { buffer in
            // A vector of four words is never empty.
            guard let base = buffer.baseAddress else { preconditionFailure("a hash has bytes") }
            return body(base.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withBytes { Array(UnsafeBufferPointer(start: $0, count: LedgerHash.count)) } }
    /// The canonical base64: 44 characters.
    public var base64: String { Data(bytes).base64EncodedString() }
    /// 64 lower-case hexadecimal digits.
    public var hex: String { Hex.encode(bytes) }
}

extension LedgerHash: CustomStringConvertible {
    /// The base64, as checkpoints have it.
    public var description: String { base64 }
}
