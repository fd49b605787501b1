#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// How many rows have which status, as a manifest names them.
struct StatusCounts: Sendable {
    /// The first words that were met, as they stand, and how often: a log has a few, row after row.
    private var first: [(word: [UInt8], count: Int)] = []
    /// All others.
    private var rest: [[UInt8]: Int] = [:]

    /// The most statuses that a manifest names, and the longest name in bytes: so a leaf stays below 65,535 bytes.
    private static let most = (names: 64, bytes: 64)
    /// How many words are looked for one by one.
    private static let mostFirst = 16

    mutating func add(_ word: UnsafeRawBufferPointer) {
        for index in first.indices where first[index].word.count == word.count {
            let isSame = first[index].word.withUnsafeBytes { known in
                guard let one = known.baseAddress, let two = word.baseAddress else { return true }
                return memcmp(one, two, word.count) == 0
            }
            if isSame {
                first[index].count += 1
                return
            }
        }
        if first.count < Self.mostFirst {
            first.append((Array(word), 1))
        } else {
            rest[Array(word), default: 0] += 1
        }
    }

    /// The 64 most frequent ones, ties by name, and the sum of all others as `others`.
    var named: [String: Int] {
        var texts: [String: Int] = [:]
        for (word, count) in first + rest.map({ ($0.key, $0.value) }) {
            // In ASCII lower case, as everybody can make it.
            let name = word.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            texts[String(decoding: name, as: UTF8.self), default: 0] += count
        }
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
