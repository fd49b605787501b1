/// The paths of hashes and entries below the log's folder (C2SP tlog-tiles).
public enum TilePath {
    /// The number of hashes, or entries, in a full tile.
    public static let width = 256

    /// The path of a tile of hashes.
    ///
    /// - Parameters:
    ///   - level: 0 for leaves; the hashes of each further level are the roots of full tiles of the level below.
    ///   - index: the tile's index in its level, from 0.
    ///   - count: the number of hashes in it; 256 in a full tile.
    public static func hashes(level: Int, index: Int, count: Int = width) -> String {
        "tile/\(level)/\(number(index))\(part(count))"
    }

    /// The path of a bundle of entries.
    public static func entries(index: Int, count: Int = width) -> String {
        "tile/entries/\(number(index))\(part(count))"
    }

    /// Groups of three digits, each but the last with an `x` before it: 1234067 is `x001/x234/067`.
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
