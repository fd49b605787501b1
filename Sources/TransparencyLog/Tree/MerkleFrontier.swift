/// A growing Merkle tree, reduced to the roots of its complete subtrees.
///
/// It keeps at most 64 hashes, whatever the number of leaves (RFC 9162 section 2.1.2: split at the largest power of two
/// below the size).
public struct MerkleFrontier: Sendable {
    /// The number of leaves.
    public private(set) var size = 0
    /// The roots of the complete subtrees, the largest first: one for each bit of the size.
    private var roots: [SHA256Hash] = []

    /// A tree without leaves.
    public init() { roots.reserveCapacity(64) }

    /// Appends a leaf by its hash.
    public mutating func append(_ leaf: SHA256Hash) {
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
    public var root: SHA256Hash {
        guard var root = roots.last else { return .emptyRoot }
        for left in roots.dropLast().reversed() { root = .node(left, root) }
        return root
    }
}
