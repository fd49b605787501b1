/// How proofs are checked, without the tree (RFC 9162 sections 2.1.3.2 and 2.1.4.2).
public enum MerkleProof {
    /// Whether a proof shows that a leaf is in the tree with a root.
    ///
    /// - Parameters:
    ///   - leaf: the leaf's hash.
    ///   - index: the leaf's, from 0.
    ///   - size: how many leaves the tree has.
    ///   - root: the tree's.
    ///   - path: the hashes from the leaf's sibling up.
    public static func includes(
        _ leaf: LedgerHash, at index: Int, size: Int, root: LedgerHash, path: [LedgerHash]
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

    /// Whether a proof shows that a tree is the beginning of another.
    ///
    /// - Parameters:
    ///   - old: the smaller tree's size.
    ///   - oldRoot: its root.
    ///   - new: the larger tree's size.
    ///   - newRoot: its root.
    ///   - path: the proof; empty where the sizes are equal. Of a tree without leaves every tree is a continuation.
    public static func isConsistent(
        from old: Int, _ oldRoot: LedgerHash, to new: Int, _ newRoot: LedgerHash, path: [LedgerHash]
    ) -> Bool {
        guard 0 <= old, old <= new else { return false }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        if old == 0 { return path.isEmpty && oldRoot == .emptyRoot }
        var path = path[...]
        // Of a whole subtree the proof leaves its root out.
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
