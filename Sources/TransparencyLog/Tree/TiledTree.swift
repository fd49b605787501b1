/// A published tree that reads only the tiles that it needs (C2SP tlog-tiles).
///
/// Nothing that is read is trusted: a root from here is to be compared with a signed one.
package struct TiledTree<Failure: Error> {
    /// Why no root can be computed.
    package enum Fault: Error {
        /// A tile is not there, or has another length than it must have.
        case missing(path: String)
        /// It could not be read.
        case unread(Failure)
    }

    /// The number of leaves.
    package let size: Int
    private let read: (_ path: String) throws(Failure) -> [UInt8]?
    private var tiles: [String: [SHA256Hash]] = [:]

    /// A tree.
    ///
    /// - Parameters:
    ///   - size: the number of leaves.
    ///   - read: returns the bytes of a file below the log's folder; nil if it is not there.
    package init(size: Int, read: @escaping (_ path: String) throws(Failure) -> [UInt8]?) {
        self.size = size
        self.read = read
    }

    /// The proof that the tree extends a smaller one.
    ///
    /// - Parameter old: the smaller size, from 0.
    package mutating func consistencyProof(from old: Int) throws(Fault) -> [SHA256Hash] {
        var proof: [SHA256Hash] = []
        for range in MerkleTree.consistencyRanges(from: old, to: size) { proof.append(try root(range)) }
        return proof
    }

    /// The root of the first leaves.
    ///
    /// - Parameter size: their number, up to ``size``.
    package mutating func root(of size: Int) throws(Fault) -> SHA256Hash { try root(0..<size) }

    /// The root over a range of leaves that begins where a subtree of its size may begin.
    private mutating func root(_ range: Range<Int>) throws(Fault) -> SHA256Hash {
        guard !range.isEmpty else { return .emptyRoot }
        // The roots of complete subtrees, the largest first.
        var roots: [SHA256Hash] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let level = Int.bitWidth - 1 - (range.upperBound - start).leadingZeroBitCount
            roots.append(try node(level: level, index: start >> level))
            start += 1 << level
        }
        var root = roots.removeLast()
        for left in roots.reversed() { root = .node(left, root) }
        return root
    }

    /// The root of a complete subtree of 2^level leaves.
    private mutating func node(level: Int, index: Int) throws(Fault) -> SHA256Hash {
        let (tileLevel, height) = (level / 8, level % 8)
        let first = index << height
        let hashes = try tile(level: tileLevel, index: first / TilePath.width)
        let offset = first % TilePath.width
        guard offset + 1 << height <= hashes.count else {
            throw .missing(path: TilePath.hashes(level: tileLevel, index: first / TilePath.width))
        }
        return MerkleTree(Array(hashes[offset..<(offset + 1 << height)])).root()
    }

    private mutating func tile(level: Int, index: Int) throws(Fault) -> [SHA256Hash] {
        let count = min(TilePath.width, size >> (8 * level) - index * TilePath.width)
        let path = TilePath.hashes(level: level, index: index, count: count)
        if let known = tiles[path] { return known }
        var bytes = try contents(path)
        // A partial tile may be gone once the full one is there.
        if bytes == nil, count < TilePath.width {
            bytes = try contents(TilePath.hashes(level: level, index: index))
            if bytes?.count != TilePath.width * SHA256Hash.count { bytes = nil }
            bytes = bytes.map { Array($0.prefix(count * SHA256Hash.count)) }
        }
        guard let bytes, bytes.count == count * SHA256Hash.count else { throw .missing(path: path) }
        let hashes = stride(from: 0, to: bytes.count, by: SHA256Hash.count)
            .compactMap { SHA256Hash(bytes[$0..<($0 + SHA256Hash.count)]) }
        tiles[path] = hashes
        return hashes
    }

    private func contents(_ path: String) throws(Fault) -> [UInt8]? {
        do throws(Failure) {
            return try read(path)
        } catch {
            throw .unread(error)
        }
    }
}
