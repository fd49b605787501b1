/// The files of a tiled log, and their contents (C2SP tlog-tiles).
package enum Tiles {
    /// A tile of hashes, or a bundle of entries.
    package struct Place: Hashable {
        /// The level of a tile of hashes; nil for a bundle of entries.
        package var level: Int?
        /// The index in its level, from 0.
        package var index: Int
        /// The number of hashes or entries in it.
        package var count: Int

        /// The path below the log's folder.
        package var path: String {
            level.map { TilePath.hashes(level: $0, index: index, count: count) }
                ?? TilePath.entries(index: index, count: count)
        }
    }

    /// All files of a tree of some size.
    ///
    /// Full tiles, and a partial one at the end of each level.
    package static func places(size: Int) -> [Place] {
        var places: [Place] = []
        func add(_ level: Int?, _ count: Int) {
            for index in 0..<(count / TilePath.width) {
                places.append(Place(level: level, index: index, count: TilePath.width))
            }
            if count % TilePath.width > 0 {
                places.append(Place(level: level, index: count / TilePath.width, count: count % TilePath.width))
            }
        }
        add(nil, size)
        var (level, count) = (0, size)
        while count > 0 {
            add(level, count)
            level += 1
            count /= TilePath.width
        }
        return places
    }

    /// The contents of a file.
    ///
    /// - Parameters:
    ///   - place: a file of the tree.
    ///   - entry: returns the entry of an index.
    package static func bytes(of place: Place, tree: MerkleTree, entry: (Int) -> [UInt8]) -> [UInt8] {
        let range = place.index * TilePath.width..<place.index * TilePath.width + place.count
        guard let level = place.level else { return range.flatMap { lengthPrefixed(entry($0)) } }
        var span = 1
        for _ in 0..<level { span *= TilePath.width }
        return range.flatMap { tree.root($0 * span..<($0 + 1) * span).bytes }
    }

    /// An entry in a bundle: its length in two bytes, the high one first, then its bytes.
    private static func lengthPrefixed(_ entry: [UInt8]) -> [UInt8] {
        [UInt8(entry.count >> 8), UInt8(entry.count & 0xFF)] + entry
    }

    /// The entries of a bundle; nil if the last one is cut off.
    package static func entries(in bundle: [UInt8]) -> [[UInt8]]? {
        var entries: [[UInt8]] = []
        var rest = bundle[...]
        while !rest.isEmpty {
            guard rest.count >= 2 else { return nil }
            let count = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            rest = rest.dropFirst(2)
            guard rest.count >= count else { return nil }
            entries.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return entries
    }
}

extension Tiles.Place {
    /// Reads a path below the log's folder; nil if it is no tile's.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[0] == "tile" else { return nil }
        level = parts[1] == "entries" ? nil : Int(decimal: parts[1])
        index = 0
        count = TilePath.width
        for (number, part) in parts.dropFirst(2).enumerated() {
            let digits = part.drop { $0 == "x" }.prefix(3)
            guard let group = Int(digits), index < 1 << 20 else { return nil }
            if number > 0, parts[number + 1].hasSuffix(".p") {
                guard let width = Int(decimal: part) else { return nil }
                count = width
            } else {
                index = index * 1000 + group
            }
        }
        // A path that was read leniently is not the place's own path.
        guard (1...TilePath.width).contains(count), (0..<4).contains(level ?? 0), self.path == path else { return nil }
    }

    /// The size of the smallest tree that has this file.
    package var minimumSize: Int {
        var span = 1
        for _ in 0..<(level ?? 0) { span *= TilePath.width }
        return (index * TilePath.width + count) * span
    }
}
