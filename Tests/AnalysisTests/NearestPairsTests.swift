import Testing
import TrackingLog

@testable import Analysis

@Suite("Entries and messages of one target")
struct NearestPairsTests {
    private struct Pair: Hashable {
        var entry: Int
        var message: Int
    }

    @Test("are paired as if all pairs were sorted by their distance", arguments: 1...60)
    func random(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        func times() -> [Timestamp] {
            (0..<Int.random(in: 0..<14, using: &random))
                .map { _ in Timestamp(secondsSince1970: Int64.random(in: 0..<30, using: &random)) }.sorted()
        }
        let (entries, messages) = (times(), times())
        let window = Int.random(in: 0..<12, using: &random)
        var found: [Pair] = []
        NearestPairs.forEach(entries, messages, within: window) { found.append(Pair(entry: $0, message: $1)) }
        #expect(Set(found) == sorted(entries, messages, window))
        #expect(found.count == Set(found).count)
    }

    /// The same by trying every pair.
    private func sorted(_ entries: [Timestamp], _ messages: [Timestamp], _ window: Int) -> Set<Pair> {
        var all: [(distance: Int64, pair: Pair)] = []
        for (entry, sent) in entries.enumerated() {
            for (message, first) in messages.enumerated() {
                let distance = abs(sent.secondsSince1970 - first.secondsSince1970)
                if distance <= Int64(window) { all.append((distance, Pair(entry: entry, message: message))) }
            }
        }
        all.sort {
            ($0.distance, entries[$0.pair.entry], messages[$0.pair.message], $0.pair.entry, $0.pair.message)
                < ($1.distance, entries[$1.pair.entry], messages[$1.pair.message], $1.pair.entry, $1.pair.message)
        }
        var pairs: Set<Pair> = []
        for (_, pair) in all
        where !pairs.contains(where: { $0.entry == pair.entry || $0.message == pair.message }) {
            pairs.insert(pair)
        }
        return pairs
    }

    @Test("of the same second are all paired, however many there are")
    func many() {
        let moment = Timestamp(secondsSince1970: 5)
        let count = 100_000
        var pairs = 0
        NearestPairs.forEach(
            Array(repeating: moment, count: count), Array(repeating: moment.adding(seconds: 1), count: count), within: 1
        ) { pairs += $0 == $1 ? 1 : 0 }
        #expect(pairs == count)
    }
}
