/// A Merkle tree with all its leaves' hashes: roots and proofs of any of its sizes (RFC 9162 section 2.1).
public struct MerkleTree: Sendable {
    /// The leaves' hashes.
    public private(set) var leaves: [LedgerHash]

    /// A tree of leaves given by their hashes.
    public init(_ leaves: [LedgerHash] = []) { self.leaves = leaves }

    /// How many leaves there are.
    public var size: Int { leaves.count }

    /// Appends a leaf, by its hash.
    public mutating func append(_ leaf: LedgerHash) { leaves.append(leaf) }

    /// The root of the first leaves.
    ///
    /// - Parameter size: how many leaves, 0 to ``size``; nil means all.
    public func root(of size: Int? = nil) -> LedgerHash { root(0..<(size ?? leaves.count)) }

    /// The roots of the first leaves, for several numbers of them, in one pass; of more than there are there is none.
    func roots(of sizes: Set<Int>) -> [Int: LedgerHash] {
        var frontier = MerkleFrontier()
        var roots = sizes.contains(0) ? [0: frontier.root] : [:]
        for leaf in leaves {
            frontier.append(leaf)
            if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
        }
        return roots
    }

    /// The root of a range of leaves, as a tree of their own.
    func root(_ range: Range<Int>) -> LedgerHash {
        var frontier = MerkleFrontier()
        for leaf in leaves[range] { frontier.append(leaf) }
        return frontier.root
    }

    /// The proof that a leaf is in the tree of the first leaves: hashes from the leaf's sibling up (section 2.1.3.1).
    ///
    /// - Parameters:
    ///   - index: the leaf's, from 0, below `size`.
    ///   - size: of how many leaves; nil means all.
    public func inclusionProof(of index: Int, size: Int? = nil) -> [LedgerHash] {
        Self.inclusionProofs(of: [index], in: Array(leaves[..<(size ?? leaves.count)])).first ?? []
    }

    /// The proofs that some leaves are in the tree of all, in one pass over the tree.
    ///
    /// - Parameters:
    ///   - indices: the leaves', from 0, each below the number of leaves.
    ///   - leaves: the hashes of all leaves.
    public static func inclusionProofs(of indices: [Int], in leaves: consuming [LedgerHash]) -> [[LedgerHash]] {
        var level = leaves
        var places = indices
        var proofs = indices.map { _ in [LedgerHash]() }
        while level.count > 1 {
            for (number, place) in places.enumerated() {
                // The last node of an odd level has no sibling: it goes up as it is.
                if place ^ 1 < level.count { proofs[number].append(level[place ^ 1]) }
                places[number] = place / 2
            }
            let pairs = level.count / 2
            LedgerHash.replaceByNodes(&level, pairs: pairs)
            if level.count % 2 == 1 { level[pairs] = level[level.count - 1] }
            level.removeLast(level.count - (level.count + 1) / 2)
        }
        return proofs
    }

    /// The proof that the tree of the first `old` leaves is the beginning of that of the first `new` (section 2.1.4.1).
    ///
    /// - Parameters:
    ///   - old: 0 to `new`; of 0 and of `new` itself the proof is empty.
    ///   - new: up to ``size``.
    public func consistencyProof(from old: Int, to new: Int) -> [LedgerHash] {
        guard 0 < old, old < new else { return [] }
        var proof: [LedgerHash] = []
        var range = 0..<new
        var isWhole = true
        // What is left of the old tree at each step down, counted from the range's beginning.
        while old - range.lowerBound != range.count {
            let split = range.lowerBound + Self.split(range.count)
            if old <= split {
                proof.append(root(split..<range.upperBound))
                range = range.lowerBound..<split
            } else {
                proof.append(root(range.lowerBound..<split))
                range = split..<range.upperBound
                isWhole = false
            }
        }
        // The old tree's own root is known to whoever asks.
        if !isWhole { proof.append(root(range)) }
        return proof.reversed()
    }

    /// The largest power of two below a number of leaves that is 2 or more.
    static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
