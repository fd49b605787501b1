import CSHA256

/// SHA-256 of bytes that come one after the other.
public struct HashStream: Sendable {
    private var stream = sha256_stream()

    /// Of no bytes yet.
    public init() { sha256_begin(&stream) }

    /// Takes the next bytes.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        sha256_take(&stream, bytes.baseAddress, bytes.count)
    }

    /// Takes the next bytes.
    public mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Hashes a Merkle tree's leaf and meanwhile takes the next bytes, as many as the processor hashes along with it in
    /// little more time: it works on two messages at once.
    ///
    /// - Parameters:
    ///   - data: the leaf's.
    ///   - pending: the stream's next bytes; those taken are removed.
    mutating func leaf(_ data: UnsafeRawBufferPointer, taking pending: inout UnsafeRawBufferPointer) -> LedgerHash {
        var taken = 0
        let leaf = LedgerHash {
            taken = sha256_prefixed_beside(
                0, data.baseAddress, data.count, $0.baseAddress, &stream, pending.baseAddress, pending.count)
        }
        pending = UnsafeRawBufferPointer(rebasing: pending[taken...])
        return leaf
    }

    /// The hash of all bytes so far.
    public func finish() -> LedgerHash {
        var stream = stream
        return LedgerHash { sha256_end(&stream, $0.baseAddress) }
    }
}

extension LedgerHash {
    /// The SHA-256 of some bytes.
    public static func of(_ bytes: [UInt8]) -> LedgerHash {
        var stream = HashStream()
        bytes.withUnsafeBytes { stream.append($0) }
        return stream.finish()
    }

    /// The hash of a Merkle tree's leaf: SHA-256(0x00 ‖ data) (RFC 9162 section 2.1.1).
    public static func leaf(_ data: UnsafeRawBufferPointer) -> LedgerHash {
        LedgerHash { sha256_prefixed(0, data.baseAddress, data.count, $0.baseAddress) }
    }

    /// The hash of a Merkle tree's leaf: SHA-256(0x00 ‖ data) (RFC 9162 section 2.1.1).
    public static func leaf(_ data: [UInt8]) -> LedgerHash {
        data.withUnsafeBytes { leaf($0) }
    }

    /// The hash of a Merkle tree's node: SHA-256(0x01 ‖ left ‖ right) (RFC 9162 section 2.1.1).
    public static func node(_ left: LedgerHash, _ right: LedgerHash) -> LedgerHash {
        left.withBytes { left in
            right.withBytes { right in
                LedgerHash { sha256_node(left, right, $0.baseAddress) }
            }
        }
    }

    /// Puts the nodes over each two of the first hashes in the place of the first ones.
    ///
    /// - Parameter pairs: over how many twos.
    static func replaceByNodes(_ hashes: inout [LedgerHash], pairs: Int) {
        precondition(2 * pairs <= hashes.count, "each node is over two hashes")
        hashes.withUnsafeMutableBytes { sha256_nodes($0.baseAddress, pairs) }
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let emptyRoot = LedgerHash.of([])
}
