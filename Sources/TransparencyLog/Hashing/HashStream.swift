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
        prefixed(0, data)
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ data) (RFC 9162 section 2.1.1).
    public static func leaf(_ data: [UInt8]) -> SHA256Hash {
        data.withUnsafeBytes { leaf($0) }
    }

    /// The hashes of two messages, each of a byte and what follows it, at once.
    ///
    /// The processor works on both at once, which takes little longer than one.
    package static func prefixed(
        _ firstPrefix: UInt8, _ first: UnsafeRawBufferPointer, _ secondPrefix: UInt8, _ second: UnsafeRawBufferPointer
    ) -> (SHA256Hash, SHA256Hash) {
        var secondHash = emptyRoot
        let firstHash = SHA256Hash { firstBytes in
            secondHash = SHA256Hash { secondBytes in
                sha256_prefixed_two(
                    firstPrefix, first.baseAddress, first.count, firstBytes.baseAddress, secondPrefix,
                    second.baseAddress, second.count, secondBytes.baseAddress)
            }
        }
        return (firstHash, secondHash)
    }

    /// The hash of a byte and what follows it.
    package static func prefixed(_ prefix: UInt8, _ data: UnsafeRawBufferPointer) -> SHA256Hash {
        SHA256Hash { sha256_prefixed(prefix, data.baseAddress, data.count, $0.baseAddress) }
    }

    /// The hash of a node: SHA-256(0x01 ‖ left ‖ right) (RFC 9162 section 2.1.1).
    public static func node(_ left: SHA256Hash, _ right: SHA256Hash) -> SHA256Hash {
        left.withBytes { left in
            right.withBytes { right in
                SHA256Hash { sha256_node(left.baseAddress, right.baseAddress, $0.baseAddress) }
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
