/// A Merkle tree that keeps all leaf hashes (RFC 9162 section 2.1).
///
/// It gives the roots and proofs of each of its sizes.
public struct MerkleTree: Sendable {
    /// The hashes of the leaves.
    public private(set) var leaves: [SHA256Hash]

    /// A tree over leaves, given by their hashes.
    public init(_ leaves: [SHA256Hash] = []) { self.leaves = leaves }

    /// The number of leaves.
    public var size: Int { leaves.count }

    /// Appends a leaf by its hash.
    public mutating func append(_ leaf: SHA256Hash) { leaves.append(leaf) }

    /// The root of the first leaves.
    ///
    /// - Parameter size: the number of leaves, 0 to ``size``; nil for all.
    public func root(of size: Int? = nil) -> SHA256Hash { root(0..<(size ?? leaves.count)) }

    /// The roots at several sizes, in one pass.
    ///
    /// Sizes beyond the tree's have none.
    package func roots(of sizes: Set<Int>) -> [Int: SHA256Hash] {
        var frontier = MerkleFrontier()
        var roots = sizes.contains(0) ? [0: frontier.root] : [:]
        for leaf in leaves {
            frontier.append(leaf)
            if sizes.contains(frontier.size) { roots[frontier.size] = frontier.root }
        }
        return roots
    }

    /// The root over a range of leaves, as a tree of their own.
    func root(_ range: Range<Int>) -> SHA256Hash {
        var frontier = MerkleFrontier()
        for leaf in leaves[range] { frontier.append(leaf) }
        return frontier.root
    }

    /// The proof that the tree of the first leaves includes one (section 2.1.3.1).
    ///
    /// - Parameters:
    ///   - index: the leaf's index, from 0, below `size`.
    ///   - size: the number of first leaves; nil for all.
    /// - Returns: the hashes from the leaf's sibling up.
    public func inclusionProof(of index: Int, size: Int? = nil) -> [SHA256Hash] {
        Self.inclusionProofs(of: [index], in: Array(leaves[..<(size ?? leaves.count)])).first ?? []
    }

    /// The proofs that a tree includes some of its leaves, in one pass.
    ///
    /// - Parameters:
    ///   - indices: the indices of those leaves, from 0.
    ///   - leaves: the hashes of all leaves.
    public static func inclusionProofs(of indices: [Int], in leaves: consuming [SHA256Hash]) -> [[SHA256Hash]] {
        var level = leaves
        var places = indices
        var proofs = indices.map { _ in [SHA256Hash]() }
        while level.count > 1 {
            for (number, place) in places.enumerated() {
                // The last node of an odd level has no sibling: it moves up unchanged.
                if place ^ 1 < level.count { proofs[number].append(level[place ^ 1]) }
                places[number] = place / 2
            }
            let pairs = level.count / 2
            SHA256Hash.replaceByNodes(&level, pairs: pairs)
            if level.count % 2 == 1 { level[pairs] = level[level.count - 1] }
            level.removeLast(level.count - (level.count + 1) / 2)
        }
        return proofs
    }

    /// The proof that the tree at one size extends a smaller one.
    ///
    /// See section 2.1.4.1.
    ///
    /// - Parameters:
    ///   - old: the smaller size, from 0; for 0 and `new` itself the proof is empty.
    ///   - new: the larger size, up to ``size``.
    public func consistencyProof(from old: Int, to new: Int) -> [SHA256Hash] {
        Self.consistencyRanges(from: old, to: new).map { root($0) }
    }

    /// The subtrees whose roots are the proof that the tree at one size extends a smaller one, as ranges of leaves.
    ///
    /// - Parameters:
    ///   - old: the smaller size, from 0; for 0 and `new` itself there are none.
    ///   - new: the larger size.
    static func consistencyRanges(from old: Int, to new: Int) -> [Range<Int>] {
        guard 0 < old, old < new else { return [] }
        var proof: [Range<Int>] = []
        var range = 0..<new
        var isComplete = true
        // At each step down, `old` less the range's beginning counts the leaves of the old tree that are left.
        while old - range.lowerBound != range.count {
            let split = range.lowerBound + Self.split(range.count)
            if old <= split {
                proof.append(split..<range.upperBound)
                range = range.lowerBound..<split
            } else {
                proof.append(range.lowerBound..<split)
                range = split..<range.upperBound
                isComplete = false
            }
        }
        // The verifier knows the root of the old tree.
        if !isComplete { proof.append(range) }
        return proof.reversed()
    }

    /// The largest power of two below a number of leaves, which is 2 or more.
    static func split(_ count: Int) -> Int {
        1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount)
    }
}
