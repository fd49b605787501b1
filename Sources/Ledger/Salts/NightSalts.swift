import Crypto
import TransparencyLog

/// What is known of a night's salts: the seeds that they grow from.
///
/// A row's salt hides whom the row is about: with the salt, a guess at that can be tested against the sealed root, without it
/// nobody can. All salts of a night grow from one random seed by a binary tree over the rows, whose leaves are the rows (the
/// tree of Goldreich, Goldwasser and Micali's pseudorandom functions). So all salts but those of a few rows are known by a
/// few dozen bytes for each of these: the seeds beside the way down to them.
struct NightSalts: Hashable, Sendable {
    /// A seed, which all salts below it grow from.
    struct Seed: Hashable, Sendable {
        /// The number of steps from the root.
        var depth: Int
        /// The place among the seeds of this depth, from 0.
        var index: Int
        /// The seed itself.
        var value: SHA256Hash

        /// The two seeds below a seed: SHA-256(0x00 ‖ seed) and SHA-256(0x01 ‖ seed).
        static func below(_ seed: SHA256Hash) -> (left: SHA256Hash, right: SHA256Hash) {
            seed.withBytes { SHA256Hash.prefixed(0, $0, 1, $0) }
        }
    }

    /// The length of a salt in bytes: the first ones of the tree's leaf.
    static let saltLength = 16
    /// The number of rows of the night.
    let rows: Int
    /// The seeds, by the rows they are of. No two are of one row.
    let seeds: [Seed]

    /// New salts, grown from a random seed.
    ///
    /// - Parameter rows: the number of rows of the night.
    init(rows: Int) {
        let random = SymmetricKey(size: .bits256).withUnsafeBytes { SHA256Hash($0) }
        guard let random else { preconditionFailure("256 bits are a hash's 32 bytes") }
        self.init(rows: rows, seeds: [Seed(depth: 0, index: 0, value: random)])
    }

    init(rows: Int, seeds: [Seed]) {
        self.rows = rows
        self.seeds = seeds
    }

    /// The depth of the tree's leaves: the smallest at which there is one for each row.
    var depth: Int { Self.depth(rows: rows) }

    static func depth(rows: Int) -> Int { rows < 2 ? 0 : Int.bitWidth - (rows - 1).leadingZeroBitCount }

    /// The seed that everything grows from; nil once a salt is forgotten.
    var root: SHA256Hash? { seeds.first { $0.depth == 0 }?.value }

    /// What makes the zip's hash one that nobody can guess the zip from: SHA-256(0x03 ‖ root).
    ///
    /// The zip holds these bytes. Grown from the root, so that a run that was stopped makes the same zip again; the root
    /// cannot be found from them.
    ///
    /// nil once a salt is forgotten.
    var blinding: [UInt8]? { root.map { root in root.withBytes { SHA256Hash.prefixed(3, $0).bytes } } }

    /// The rows whose salts grow from a seed, those after the last row included.
    func places(of seed: Seed) -> Range<Int> {
        let height = depth - seed.depth
        return seed.index << height..<(seed.index + 1) << height
    }

    /// The same without the salts of some rows: in place of the seeds above these, those beside the way down to them.
    ///
    /// - Parameter forgotten: the rows, from 0.
    func forgetting(_ forgotten: Set<Int>) -> NightSalts {
        let rows = forgotten.sorted()
        var kept: [Seed] = []
        // Down from each seed, only into what holds a forgotten row.
        func keep(_ seed: Seed, _ rows: ArraySlice<Int>) {
            let places = places(of: seed)
            let inside = rows.drop { $0 < places.lowerBound }.prefix { $0 < places.upperBound }
            guard !inside.isEmpty else {
                if places.lowerBound < max(self.rows, 1) { kept.append(seed) }
                return
            }
            guard seed.depth < depth else { return }
            let (left, right) = Seed.below(seed.value)
            keep(Seed(depth: seed.depth + 1, index: 2 * seed.index, value: left), inside)
            keep(Seed(depth: seed.depth + 1, index: 2 * seed.index + 1, value: right), inside)
        }
        for seed in seeds { keep(seed, rows[...]) }
        return NightSalts(rows: self.rows, seeds: kept)
    }

    /// The salt of a row, from 0; nil if it is not known.
    func salt(of row: Int) -> [UInt8]? {
        var (low, high) = (0, seeds.count)
        while low < high {
            let middle = (low + high) / 2
            if places(of: seeds[middle]).upperBound > row { high = middle } else { low = middle + 1 }
        }
        guard low < seeds.count, places(of: seeds[low]).contains(row) else { return nil }
        let seed = seeds[low]
        var value = seed.value
        for height in (0..<depth - seed.depth).reversed() {
            let (left, right) = Seed.below(value)
            value = row >> height & 1 == 0 ? left : right
        }
        return Array(value.bytes.prefix(Self.saltLength))
    }
}

extension NightSalts {
    /// Gives the salts of all rows in their order, each for two hashes.
    struct Cursor {
        /// The seeds that are not looked at yet, the next one last, with how many steps are below each.
        private var pending: [(height: Int, value: SHA256Hash)] = []
        private var rest: ArraySlice<Seed>
        private var row = 0
        private let salts: NightSalts

        init(_ salts: NightSalts) {
            self.salts = salts
            rest = salts.seeds[...]
        }

        /// The next row's salt, as the first bytes of a hash; nil if it is not known.
        mutating func next() -> SHA256Hash? {
            defer { row += 1 }
            if pending.isEmpty {
                guard let seed = rest.first, salts.places(of: seed).lowerBound <= row else { return nil }
                rest = rest.dropFirst()
                pending.append((salts.depth - seed.depth, seed.value))
            }
            guard var (height, value) = pending.popLast() else { return nil }
            while height > 0 {
                height -= 1
                let (left, right) = Seed.below(value)
                pending.append((height, right))
                value = left
            }
            return value
        }
    }
}
