import CSHA256

/// SHA-256 of bytes that come piece by piece.
public struct HashStream: Sendable {
    private var stream = sha256_stream()

    /// A stream without bytes.
    public init() { sha256_begin(&stream) }

    /// Appends the next bytes.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) {
        sha256_take(&stream, bytes.baseAddress, bytes.count)
    }

    /// Appends the next bytes.
    public mutating func append(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Hashes a leaf of a Merkle tree, and appends pending bytes meanwhile.
    ///
    /// The processor works on two messages at once, so that the bytes appended cost little more time than the leaf alone.
    ///
    /// - Parameters:
    ///   - data: the leaf's bytes.
    ///   - pending: the next bytes of the stream; those appended are removed from it.
    package mutating func leaf(
        _ data: UnsafeRawBufferPointer, appending pending: inout UnsafeRawBufferPointer
    ) -> SHA256Hash {
        var appended = 0
        let leaf = SHA256Hash {
            appended = sha256_prefixed_beside(
                0, data.baseAddress, data.count, $0.baseAddress, &stream, pending.baseAddress, pending.count)
        }
        pending = UnsafeRawBufferPointer(rebasing: pending[appended...])
        return leaf
    }

    /// The hash of all bytes so far.
    public func finish() -> SHA256Hash {
        var stream = stream
        return SHA256Hash { sha256_end(&stream, $0.baseAddress) }
    }
}

extension SHA256Hash {
    /// The SHA-256 of some bytes.
    public static func of(_ bytes: [UInt8]) -> SHA256Hash {
        var stream = HashStream()
        bytes.withUnsafeBytes { stream.append($0) }
        return stream.finish()
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ data) (RFC 9162 section 2.1.1).
    public static func leaf(_ data: UnsafeRawBufferPointer) -> SHA256Hash {
        SHA256Hash { sha256_prefixed(0, data.baseAddress, data.count, $0.baseAddress) }
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ data) (RFC 9162 section 2.1.1).
    public static func leaf(_ data: [UInt8]) -> SHA256Hash {
        data.withUnsafeBytes { leaf($0) }
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right) (RFC 9162 section 2.1.1).
    public static func node(_ left: SHA256Hash, _ right: SHA256Hash) -> SHA256Hash {
        left.withBytes { left in
            right.withBytes { right in
                SHA256Hash { sha256_node(left, right, $0.baseAddress) }
            }
        }
    }

    /// Replaces the first hashes by the nodes over each two of them.
    ///
    /// - Parameter pairs: the number of nodes; they stand at the beginning afterwards.
    static func replaceByNodes(_ hashes: inout [SHA256Hash], pairs: Int) {
        precondition(2 * pairs <= hashes.count, "each node is over two hashes")
        hashes.withUnsafeMutableBytes { sha256_nodes($0.baseAddress, pairs) }
    }

    /// The root of a tree without leaves: SHA-256 of no bytes.
    public static let emptyRoot = SHA256Hash.of([])
}
