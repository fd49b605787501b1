/// Checks proofs without the tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
public enum MerkleProof {
    /// Whether a proof shows that a tree includes a leaf.
    ///
    /// - Parameters:
    ///   - leaf: the leaf's hash.
    ///   - index: the leaf's index, from 0.
    ///   - size: the number of leaves in the tree.
    ///   - root: the root of the tree.
    ///   - path: the hashes from the leaf's sibling up.
    public static func includes(
        _ leaf: SHA256Hash, at index: Int, size: Int, root: SHA256Hash, path: [SHA256Hash]
    ) -> Bool {
        guard 0 <= index, index < size else { return false }
        var (place, last) = (index, size - 1)
        var hash = leaf
        for sibling in path {
            if last == 0 { return false }
            if place % 2 == 1 || place == last {
                hash = .node(sibling, hash)
                while place % 2 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                hash = .node(hash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }

    /// Whether a proof shows that a tree extends another.
    ///
    /// - Parameters:
    ///   - old: the size of the smaller tree.
    ///   - oldRoot: the root of the smaller tree.
    ///   - new: the size of the larger tree.
    ///   - newRoot: the root of the larger tree.
    ///   - path: the proof; empty if the sizes are equal, or the smaller tree has no leaves: every tree extends that one.
    public static func isConsistent(
        from old: Int, _ oldRoot: SHA256Hash, to new: Int, _ newRoot: SHA256Hash, path: [SHA256Hash]
    ) -> Bool {
        guard 0 <= old, old <= new else { return false }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        if old == 0 { return path.isEmpty && oldRoot == .emptyRoot }
        var path = path[...]
        // The proof leaves out the root of a complete subtree.
        if old & (old - 1) == 0 { path = [oldRoot] + path }
        guard let first = path.popFirst() else { return false }
        var (place, last) = (old - 1, new - 1)
        while place % 2 == 1 {
            place >>= 1
            last >>= 1
        }
        var (oldHash, newHash) = (first, first)
        for sibling in path {
            if last == 0 { return false }
            if place % 2 == 1 || place == last {
                oldHash = .node(sibling, oldHash)
                newHash = .node(sibling, newHash)
                while place % 2 == 0, place != 0 {
                    place >>= 1
                    last >>= 1
                }
            } else {
                newHash = .node(newHash, sibling)
            }
            place >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
