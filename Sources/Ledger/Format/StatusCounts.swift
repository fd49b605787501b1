/// How many rows have which status, as a manifest names them.
struct StatusCounts: Sendable {
    /// By the word in ASCII lower case.
    private var counts: [[UInt8]: Int] = [:]
    /// Rows mostly alternate between a few words.
    private var last: (word: [UInt8], count: Int) = ([], 0)

    /// The most statuses that a manifest names, and the longest name in bytes: so a leaf stays below 65,535 bytes.
    private static let most = (names: 64, bytes: 64)

    mutating func add(_ word: UnsafeRawBufferPointer) {
        if last.word.elementsEqual(word) {
            last.count += 1
            return
        }
        flush()
        last = (Array(word), 1)
    }

    private mutating func flush() {
        guard last.count > 0 else { return }
        counts[last.word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, default: 0] += last.count
        last = ([], 0)
    }

    /// The 64 most frequent ones, ties by name, and the sum of all others as `others`.
    var named: [String: Int] {
        var all = self
        all.flush()
        var texts: [String: Int] = [:]
        for (word, count) in all.counts { texts[String(decoding: word, as: UTF8.self), default: 0] += count }
        var others = texts.removeValue(forKey: "others") ?? 0
        var named: [String: Int] = [:]
        let order = texts.sorted {
            $0.value != $1.value
                ? $0.value > $1.value : $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars)
        }
        for (name, count) in order {
            if named.count < Self.most.names, name.utf8.count <= Self.most.bytes {
                named[name] = count
            } else {
                others += count
            }
        }
        if others > 0 { named["others"] = others }
        return named
    }
}
