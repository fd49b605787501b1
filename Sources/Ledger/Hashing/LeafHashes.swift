import CSHA256

/// The hashes of a Merkle tree's leaves, made of two leaves in one go: the processor works on both at once.
struct LeafHashes {
    private var hashes: [LedgerHash] = []
    /// A leaf that waits for the next one.
    private var waiting: [UInt8] = []
    private var isWaiting = false

    /// - Parameter capacity: how many there may be.
    init(capacity: Int) { hashes.reserveCapacity(capacity) }

    /// How many leaves there are.
    var count: Int { hashes.count + (isWaiting ? 1 : 0) }

    /// Appends a leaf.
    mutating func append(_ data: UnsafeRawBufferPointer) {
        guard isWaiting else {
            waiting.removeAll(keepingCapacity: true)
            waiting.append(contentsOf: data)
            isWaiting = true
            return
        }
        isWaiting = false
        var second = LedgerHash.emptyRoot
        let first = waiting.withUnsafeBytes { waiting in
            LedgerHash { first in
                second = LedgerHash { second in
                    sha256_prefixed_two(
                        0, waiting.baseAddress, waiting.count, first.baseAddress, data.baseAddress, data.count,
                        second.baseAddress)
                }
            }
        }
        hashes.append(first)
        hashes.append(second)
    }

    /// Hands over the hashes, in the order of the leaves; none are left.
    mutating func take() -> [LedgerHash] {
        if isWaiting { hashes.append(.leaf(waiting)) }
        isWaiting = false
        return exchange(&hashes, with: [])
    }
}
