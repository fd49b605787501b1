import Foundation
import LogArchive
import TrackingLog

/// What a tally file says first: how it was made, and what was read.
struct TallyHead: Codable {
    /// A row that could not be read.
    struct Example: Codable {
        /// The place of its log in the reading's sources.
        var source: Int
        var line: Int
        var reason: String
    }

    /// JSON pointers: where person and name were found in payloads.
    var person: String
    var name: String
    /// The zones that times without one were taken to be of, in order: one, unless tallies were merged.
    var zones: [String]
    /// The rows, and those that could not be read; of a tally in shards the first has all.
    var rows: Int
    var rejected: Int
    /// The first rows that could not be read.
    var examples: [Example]
    /// The logs, and what could not be read of them.
    var reading: ReadingSummary
    /// Which shard it is, from 0, and of how many; nil for a whole tally.
    var shard: Shard?
    /// In a cache, the log that it is of, and its state; else nil.
    var key: String?

    /// A part of a tally that is in several files.
    struct Shard: Codable {
        var number: Int
        var count: Int
    }

    init(_ options: Tally.Options, zones: [String]) {
        person = options.person.text
        name = options.name.text
        self.zones = zones
        rows = 0
        rejected = 0
        examples = []
        reading = ReadingSummary()
    }

    /// Takes over the figures of a tally.
    mutating func take(from tally: borrowing Tally) {
        rows = tally.rows
        rejected = tally.rejects.count
        examples = tally.rejects.first.map { Example(source: $0.source, line: $0.line, reason: $0.reason) }
    }

    /// The head's JSON: the same values give the same bytes.
    var json: [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { Array($0) }
    }

    /// - Throws: `ReadingFault` where it is no head.
    init(json: [UInt8]) throws(ReadingFault) {
        do {
            self = try JSONDecoder().decode(TallyHead.self, from: Data(json))
        } catch {
            throw .damagedTally("its head is not what a tally has")
        }
        let counts = [rows, rejected] + examples.map(\.line) + reading.sources.flatMap { [$0.rows, $0.rejected] }
        guard counts.allSatisfy({ (0...Self.maximumCount).contains($0) }), rejected >= examples.count,
            examples.allSatisfy({ reading.sources.indices.contains($0.source) })
        else { throw .damagedTally("its head has figures that cannot be") }
    }

    /// Counts beyond it are taken for damage: sums of them stay far from what an `Int` holds.
    private static let maximumCount = 1 << 50

    /// Throws where it was folded in another way than a run asks for.
    ///
    /// - Parameters:
    ///   - options: where person and name are found in this run.
    ///   - zone: the zone that the run names for times without one; nil where it names none.
    func check(_ options: Tally.Options, zone: String?) throws(ReadingFault) {
        for (pointer, asked, option) in [
            (person, options.person.text, "--person-pointer"), (name, options.name.text, "--name-pointer"),
        ] where pointer != asked {
            throw ReadingFault(
                reason: "the tally was made with \(option) \(pointer), and this run has \(asked)",
                remedy: "run with \(option) \(pointer), or make the tally again from its logs")
        }
        if let zone, let other = zones.first(where: { $0 != zone }) {
            throw ReadingFault(
                reason: "the tally's logs were read with the time zone \(other), and this run names \(zone)",
                remedy: "make the tally again with --input-timezone \(zone), or leave the option out")
        }
    }
}
