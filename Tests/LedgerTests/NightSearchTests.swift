import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@testable import Ledger

@Suite("A search by the indexes beside the zips finds what reading every row finds", .serialized)
struct NightSearchTests {
    private static let nights = try? RandomNights(seed: 1, nights: 3, rows: 2_500)

    /// What searches answer.
    private struct Found: Equatable {
        var messages: String
        var failures: [String]
        var proof: RowProof?

        static func == (left: Found, right: Found) -> Bool {
            left.messages == right.messages && left.failures == right.failures && left.proof == right.proof
        }
    }

    private static func find(
        _ subject: TimelineSubject, in nights: RandomNights, byIndex: Bool
    ) throws -> (found: Found, ruledOut: Int, warnings: [String]) {
        var search = TimelineSearch()
        search.usesIndexes = byIndex
        let (timeline, reading) = try search.timeline(of: subject, in: [.path(nights.archive)])
        var found = Found(
            messages: String(reflecting: timeline.messages),
            failures: reading.failures.map { "\($0.path) \($0.reason)" })
        guard case .code(let code) = subject else { return (found, timeline.ruledOut, reading.warnings) }
        let prover = RowProver(
            archive: nights.archive, selection: RowSelection(code: code), usesIndexes: byIndex)
        let outcome = try prover.prove()
        found.proof = outcome.proof
        found.failures += outcome.failures.map(\.description)
        return (found, timeline.ruledOut, reading.warnings + outcome.indexFaults.map { "\($0.archive): \($0.reason)" })
    }

    /// Searches in both ways.
    ///
    /// - Returns: how many rows were ruled out, and what was said of indexes.
    @discardableResult
    private static func expectSame(
        _ subject: TimelineSubject, in nights: RandomNights, _ comment: String = "",
        at location: SourceLocation = #_sourceLocation
    ) throws -> (ruledOut: Int, warnings: [String]) {
        let expected = try find(subject, in: nights, byIndex: false)
        #expect(expected.ruledOut == 0 && expected.warnings.isEmpty, sourceLocation: location)
        let (found, ruledOut, warnings) = try find(subject, in: nights, byIndex: true)
        #expect(found == expected.found, "\(subject.name) \(comment)", sourceLocation: location)
        return (ruledOut, warnings)
    }

    @Test("for every code")
    func codes() throws {
        let nights = try #require(Self.nights)
        var ruledOut = 0
        for code in nights.codes.prefix(3) + nights.codes.suffix(10) + ["T-none"] {
            let (count, warnings) = try Self.expectSame(.code(code), in: nights)
            #expect(warnings.isEmpty)
            ruledOut += count
        }
        #expect(ruledOut >= 14 * 2_500, "little was ruled out: \(ruledOut)")
        #expect(try !Self.find(.code("back\\\"slash"), in: nights, byIndex: true).found.messages.isEmpty)
    }

    /// Changes a file for a while.
    private static func changing(
        _ path: String, _ change: (inout [UInt8]) -> Void, _ body: () throws -> Void
    ) throws {
        let original = try Data(contentsOf: URL(filePath: path))
        defer { try? original.write(to: URL(filePath: path)) }
        var bytes = [UInt8](original)
        change(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
        try body()
    }

    @Test("whatever is damaged in an index, which is then said where it matters")
    func damagedIndexes() throws {
        let nights = try #require(Self.nights)
        var random = RandomNights.Random(state: 2)
        let size = try Data(contentsOf: URL(filePath: nights.index(0))).count
        let expected = try nights.codes.prefix(4).map { try Self.find(.code($0), in: nights, byIndex: false).found }
        var noticed = 0
        for round in 0..<60 {
            // The tables at the end are few of the bytes.
            let place = round % 2 == 0 ? Int(random.next() % UInt64(size)) : size - 1 - Int(random.next() % 200)
            try Self.changing(nights.index(0)) {
                $0[place] ^= 1 << UInt8(random.next() % 8)
            } _: {
                let (found, _, warnings) = try Self.find(.code(nights.codes[round % 4]), in: nights, byIndex: true)
                #expect(found == expected[round % 4], "byte \(place)")
                noticed += warnings.count
            }
        }
        #expect(noticed > 10)
    }

    @Test("where an index is missing, cut off, empty, of another night or no index")
    func otherIndexes() throws {
        let nights = try #require(Self.nights)
        let other = try [UInt8](Data(contentsOf: URL(filePath: nights.index(1))))
        let changes: [(inout [UInt8]) -> Void] = [
            { $0 = other }, { $0 = [] }, { $0.removeLast() }, { $0 = Array("an index".utf8) },
            { $0 = [UInt8](repeating: 0, count: 5_000) },
        ]
        for change in changes {
            try Self.changing(nights.index(0), change) {
                for code in [nights.codes[0], nights.codes[3], "T-none"] {
                    let (_, warnings) = try Self.expectSame(.code(code), in: nights)
                    // Once by each command.
                    #expect(
                        warnings.count == 2 && warnings.allSatisfy { $0.contains("2026-11-20.zip: the search index") })
                }
            }
        }
        try Self.changing(nights.index(0)) { _ in
        } _: {
            try FileManager.default.removeItem(atPath: nights.index(0))
            let (ruledOut, warnings) = try Self.expectSame(.code("T-none"), in: nights)
            #expect(warnings.isEmpty && ruledOut == 2_500)
        }
    }

    @Test("where the zip's own index of its blocks is another one")
    func otherBlocks() throws {
        let nights = try #require(Self.nights)
        let path = nights.zip(0)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        var random = RandomNights.Random(state: 3)
        // The central header is at the end: an extra field with the index, then the end record of 22 bytes.
        let field = try #require(bytes.indices.dropLast(26).last { bytes[$0] == 0x70 && bytes[$0 + 1] == 0x74 })
        for _ in 0..<12 {
            let place = field + 4 + Int(random.next() % UInt64(bytes.count - 26 - field))
            try Self.changing(path) {
                $0[place] ^= 1 << UInt8(random.next() % 8)
            } _: {
                let code = nights.codes[Int(random.next() % 300)]
                let expected = try Self.find(.code(code), in: nights, byIndex: false)
                let found = try Self.find(.code(code), in: nights, byIndex: true)
                #expect(found.found == expected.found, "byte \(place)")
            }
        }
    }

    @Test("damage to the block that holds a row is never passed on as the row")
    func damagedZips() throws {
        let nights = try #require(Self.nights)
        let path = nights.zip(0)
        let size = try Data(contentsOf: URL(filePath: path)).count
        var random = RandomNights.Random(state: 4)
        var damaged = 0
        for _ in 0..<8 {
            let place = 100 + Int(random.next() % UInt64(size - 400))
            try Self.changing(path) {
                $0[place] ^= 1 << UInt8(random.next() % 8)
            } _: {
                // It stands in every block. A few bits of a zip mean nothing.
                let code = nights.codes[0]
                let expected = try Self.find(.code(code), in: nights, byIndex: false)
                let (found, _, _) = try Self.find(.code(code), in: nights, byIndex: true)
                #expect(found.failures.isEmpty == expected.found.failures.isEmpty, "byte \(place)")
                damaged += found.failures.isEmpty ? 0 : 1
            }
        }
        #expect(damaged > 4)
    }

    @Test("where a night is a single block: it is read or not")
    func smallNights() throws {
        let nights = try RandomNights(seed: 5, nights: 3, rows: 40)
        var ruledOut = 0
        for code in nights.codes { ruledOut += try Self.expectSame(.code(code), in: nights).ruledOut }
        #expect(ruledOut > 40 * nights.codes.count)
    }

    @Test("for devices, whose messages are looked for in a second pass")
    func devices() throws {
        let nights = try #require(Self.nights)
        for hwid in ["device-1", "device-199", "d\"q", "none"] { try Self.expectSame(.hwid(hwid), in: nights) }
        try Self.expectSame(.person("user"), in: nights)
    }
}
