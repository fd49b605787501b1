import Crypto

/// A night's salts and leaves as they are specified, by another library and without any care for speed.
struct SpecifiedTree {
    var seed: [UInt8]
    var rows: Int

    private var depth: Int { (0...).first { 1 << $0 >= rows } ?? 0 }

    private func hash(_ parts: [UInt8]...) -> [UInt8] { Array(SHA256.hash(data: parts.flatMap(\.self))) }

    /// The seed at a place of the tree.
    func seed(depth: Int, index: Int) -> [UInt8] {
        depth == 0 ? seed : hash([UInt8(index & 1)], seed(depth: depth - 1, index: index >> 1))
    }

    func salt(_ row: Int) -> [UInt8] { Array(seed(depth: depth, index: row).prefix(16)) }

    /// The leaf of a row whose fields hold no separators.
    func leaf(_ index: Int, _ row: String) -> [UInt8] {
        let fields = row.split(separator: ";", omittingEmptySubsequences: false)
        func half(_ columns: Int...) -> [UInt8] { Array(columns.map { fields[$0] }.joined(separator: ";").utf8) }
        let hidden = hash([2], salt(index), half(1, 2, 3, 7))
        return hash([0], hidden, half(0, 4, 5, 6))
    }
}
