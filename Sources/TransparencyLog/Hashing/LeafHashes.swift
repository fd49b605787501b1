import CSHA256

/// Hashes the leaves of a Merkle tree, two at a time.
///
/// The processor works on both at once.
package struct LeafHashes {
    private var hashes: [SHA256Hash] = []
    /// A leaf that waits for the next one.
    private var waiting: [UInt8] = []
    private var isWaiting = false

    /// - Parameter capacity: the number of leaves that room is reserved for.
    package init(capacity: Int) { hashes.reserveCapacity(capacity) }

    /// The number of leaves so far.
    package var count: Int { hashes.count + (isWaiting ? 1 : 0) }

    /// Appends a leaf.
    package mutating func append(_ data: UnsafeRawBufferPointer) {
        guard isWaiting else {
            waiting.removeAll(keepingCapacity: true)
            waiting.append(contentsOf: data)
            isWaiting = true
            return
        }
        isWaiting = false
        var second = SHA256Hash.emptyRoot
        let first = waiting.withUnsafeBytes { waiting in
            SHA256Hash { first in
                second = SHA256Hash { second in
                    sha256_prefixed_two(
                        0, waiting.baseAddress, waiting.count, first.baseAddress, data.baseAddress, data.count,
                        second.baseAddress)
                }
            }
        }
        hashes.append(first)
        hashes.append(second)
    }

    /// Returns the hashes in the order of the leaves, and removes them.
    package mutating func take() -> [SHA256Hash] {
        if isWaiting { hashes.append(.leaf(waiting)) }
        isWaiting = false
        return exchange(&hashes, with: [])
    }
}
