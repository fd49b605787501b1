import Glibc
import TrackingLog

/// The number of rows by status, as manifests name them.
struct StatusCounts: Sendable {
    /// The first statuses, as written, and their counts: most logs have no others.
    private var first: [(word: [UInt8], count: Int)] = []
    /// All others.
    private var rest: [[UInt8]: Int] = [:]

    /// The maximum number of statuses that a manifest names, and of bytes in a name: a leaf stays below 65,535 bytes.
    private static let maximum = (names: 64, bytes: 64)
    /// The number of statuses that are compared one by one.
    private static let maximumFirst = 16

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
        if first.count < Self.maximumFirst {
            first.append((Array(word), 1))
        } else {
            rest[Array(word), default: 0] += 1
        }
    }

    /// The 64 most frequent ASCII statuses in lower case, ties by their bytes, and the sum of all others as `others`.
    ///
    /// Only bytes and their counts decide. Statuses that are not ASCII are not named: two spellings of one Unicode text
    /// compare as equal.
    var named: [String: Int] {
        var counts: [[UInt8]: Int] = [:]
        for (word, count) in first + rest.map({ ($0.key, $0.value) }) {
            counts[word.map(\.lowercasedASCII), default: 0] += count
        }
        var others = counts.removeValue(forKey: Array("others".utf8)) ?? 0
        var named: [String: Int] = [:]
        let order = counts.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }
        for (word, count) in order {
            if named.count < Self.maximum.names, word.count <= Self.maximum.bytes, word.allSatisfy({ $0 < 0x80 }) {
                named[String(decoding: word, as: UTF8.self)] = count
            } else {
                others += count
            }
        }
        if others > 0 { named["others"] = others }
        return named
    }
}

extension [String: Int] {
    /// Whether the same statuses have the same counts, by their bytes.
    func isSame(as other: [String: Int]) -> Bool {
        func counts(_ words: [String: Int]) -> [[UInt8]: Int] {
            [[UInt8]: Int](words.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
        }
        return counts(self) == counts(other)
    }
}
