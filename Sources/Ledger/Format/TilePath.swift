/// Where C2SP's tlog-tiles keeps the tree's hashes and its entries: paths below the ledger's folder.
public enum TilePath {
    /// How many hashes, or entries, a full tile holds.
    public static let width = 256

    /// The path of a tile of hashes.
    ///
    /// - Parameters:
    ///   - level: 0 for leaves; each further level's hashes are roots of full tiles of the one below.
    ///   - index: which tile of the level, from 0.
    ///   - count: how many hashes it holds; a full tile 256.
    public static func hashes(level: Int, index: Int, count: Int = width) -> String {
        "tile/\(level)/\(number(index))\(part(count))"
    }

    /// The path of a bundle of entries.
    public static func entries(index: Int, count: Int = width) -> String {
        "tile/entries/\(number(index))\(part(count))"
    }

    /// Groups of three digits, all but the last with an `x` before it: 1234067 is `x001/x234/067`.
    static func number(_ index: Int) -> String {
        var groups = ["\(index % 1000)".padded]
        var rest = index / 1000
        while rest > 0 {
            groups.append("x" + "\(rest % 1000)".padded)
            rest /= 1000
        }
        return groups.reversed().joined(separator: "/")
    }

    private static func part(_ count: Int) -> String { count == width ? "" : ".p/\(count)" }
}

extension String {
    fileprivate var padded: String { String(repeating: "0", count: max(0, 3 - count)) + self }
}
