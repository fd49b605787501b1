/// A Merkle tree that only grows at its end, of which no more is kept than the roots of its whole subtrees: at most 64
/// hashes, whatever the number of leaves (RFC 9162 section 2.1.2, split at the largest power of two below the size).
public struct MerkleFrontier: Sendable {
    /// How many leaves there are.
    public private(set) var size = 0
    /// The roots of the whole subtrees, the largest first: one for each bit of the size.
    private var roots: [LedgerHash] = []

    /// Without leaves.
    public init() { roots.reserveCapacity(64) }

    /// Appends a leaf, by its hash.
    public mutating func append(_ leaf: LedgerHash) {
        var hash = leaf
        var rest = size
        // Two subtrees of one size become one of the next, as adding 1 carries.
        while rest & 1 == 1, let left = roots.popLast() {
            hash = .node(left, hash)
            rest >>= 1
        }
        roots.append(hash)
        size += 1
    }

    /// The root of all leaves so far.
    public var root: LedgerHash {
        guard var root = roots.last else { return .emptyRoot }
        for left in roots.dropLast().reversed() { root = .node(left, root) }
        return root
    }
}
