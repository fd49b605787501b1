import Foundation
import Testing
import TrackingLog
import TransparencyLog

@testable import Ledger

@Suite("A night's salts")
struct SaltTests {
    private static let root = SHA256Hash.of(Array("a night".utf8))

    private func salts(rows: Int) -> NightSalts {
        NightSalts(rows: rows, seeds: [NightSalts.Seed(depth: 0, index: 0, value: Self.root)])
    }

    private func inOrder(_ salts: NightSalts) -> [[UInt8]?] {
        var cursor = NightSalts.Cursor(salts)
        return (0..<salts.rows).map { _ in cursor.next().map { Array($0.bytes.prefix(16)) } }
    }

    @Test(
        "grow from one seed as is specified, whichever row is asked for", arguments: [0, 1, 2, 3, 4, 5, 64, 65, 1000])
    func growth(rows: Int) {
        let (salts, specified) = (salts(rows: rows), SpecifiedTree(seed: Self.root.bytes, rows: rows))
        let expected = (0..<rows).map { specified.salt($0) }
        #expect(inOrder(salts) == expected)
        #expect((0..<rows).map { salts.salt(of: $0) } == expected)
        #expect(Set(expected).count == rows)
    }

    @Test("are random: no two nights have the same, and the zip's bytes do not show the seed")
    func random() {
        let nights = (0..<100).map { _ in NightSalts(rows: 10) }
        #expect(Set(nights.compactMap(\.root)).count == 100 && Set(nights.map(\.blinding)).count == 100)
        #expect(nights.allSatisfy { $0.blinding?.count == 32 && $0.blinding != $0.root?.bytes })
    }

    @Test("of some rows are not known where the seeds above them are gone: the others are as before", arguments: 1...40)
    func partly(rows: Int) throws {
        let whole = salts(rows: rows)
        let specified = SpecifiedTree(seed: Self.root.bytes, rows: rows)
        for forgotten in 0..<rows {
            // The seeds beside the way down to the row, those above no row left out.
            var seeds: [NightSalts.Seed] = []
            for depth in stride(from: 1, through: whole.depth, by: 1) {
                let index = forgotten >> (whole.depth - depth) ^ 1
                let value = try #require(SHA256Hash(specified.seed(depth: depth, index: index)))
                let seed = NightSalts.Seed(depth: depth, index: index, value: value)
                if whole.places(of: seed).lowerBound < rows { seeds.append(seed) }
            }
            seeds.sort { whole.places(of: $0).lowerBound < whole.places(of: $1).lowerBound }
            let salts = NightSalts(rows: rows, seeds: seeds)
            #expect(salts.root == nil && salts.blinding == nil)
            let expected = (0..<rows).map { $0 == forgotten ? nil : specified.salt($0) }
            #expect(inOrder(salts) == expected)
            #expect((0..<rows).map { salts.salt(of: $0) } == expected)
            #expect(try NightSalts(Array(salts.text.utf8)) == salts)
        }
    }

    @Test("are written in one way, under 1 KB, and nothing else is read")
    func file() throws {
        let salts = salts(rows: 2_500_000)
        let text = salts.text
        #expect(text == "pushtrail.salts/1\nrows 2500000\n0 0 \(Self.root.base64)\n")
        #expect(try NightSalts(Array(text.utf8)) == salts)
        let seed = Self.root.base64
        let wrong = [
            "", "\n", "pushtrail.salts/1", "pushtrail.salts/1\n", "pushtrail.salts/2\nrows 4\n0 0 \(seed)\n",
            String(text.dropLast()), text + "\n", text.replacing("\n", with: "\r\n"),
            text.replacing("2500000", with: "02500000"),
            text.replacing("2500000", with: "-1"), text.replacing("2500000", with: "9007199254740992"),
            text.replacing("0 0 ", with: "0  0 "), text.replacing("0 0 ", with: "1 2 "),
            text.replacing("0 0 ", with: "23 0 "),
            text.replacing("0 0 ", with: "0 00 "), text + "0 0 \(seed)\n", text + "1 0 \(seed)\n",
            text.replacing(seed, with: String(seed.dropLast())), text.replacing(seed, with: seed + " "),
            "pushtrail.salts/1\nrows 4\n1 1 \(seed)\n1 0 \(seed)\n", "pushtrail.salts/1\nrows 3\n2 3 \(seed)\n",
        ]
        for text in wrong { #expect(throws: SaltError.self, "\(text)") { try NightSalts(Array(text.utf8)) } }
        #expect(throws: SaltError(line: nil)) { try NightSalts([0xFF, 0x0A]) }
        #expect(throws: SaltError(line: 3)) { try NightSalts(Array("pushtrail.salts/1\nrows 4\n0 1 \(seed)\n".utf8)) }
    }
}

@Suite("A row in two halves")
struct RowHalvesTests {
    private static let rows = [
        #""2026-11-20 10:00:00";A;user-1;8a5f1f533537ab34;sent;;C90C0-0E786;"#,
        #""2026-11-20 10:00:00";A;;;failed;"no; ""way""";C90C0-0E786;"{""aps"":{""alert"":""Hello; you""}}""#,
    ]

    private func divided(_ row: String) -> RowHalves? {
        Array(row.utf8).withUnsafeBytes { CanonicalRow($0).map { RowHalves($0) } }
    }

    @Test("has time, status, description and app in one, tracking code, target, device and payload in the other")
    func cut() throws {
        let halves = try #require(divided(Self.rows[1]))
        #expect(halves.what == Array(#""2026-11-20 10:00:00";failed;"no; ""way""";C90C0-0E786"#.utf8))
        #expect(halves.whom == Array(#"A;;;"{""aps"":{""alert"":""Hello; you""}}""#.utf8))
    }

    @Test("is the row again, and of other halves nothing is a row")
    func joined() throws {
        for row in Self.rows {
            let halves = try #require(divided(row))
            #expect(halves.row == Array(row.utf8))
            #expect(RowHalves(what: halves.what, whom: RowHalves.nobody).row != nil)
            for (what, whom) in [
                (halves.what + [0x3B], halves.whom), (halves.what, halves.whom + [0x3B]), (halves.whom, halves.what),
                (halves.what, []), ([], halves.whom), (Array(halves.what.dropLast(20)), halves.whom),
                (halves.what, Array("-;;".utf8)), (halves.what, Array("\"-;;;".utf8)),
                (halves.what, Array("-;;;;".utf8)),
            ] {
                #expect(RowHalves(what: what, whom: whom).row == nil)
            }
        }
    }

    @Test("hashes as is specified, two rows at once or the last alone", arguments: 0...5)
    func leaves(count: Int) {
        let rows = (0..<count).map {
            #""2026-11-20 10:00:00";code-\#($0);user;device;sent;;APP;"# + String(repeating: "x", count: $0 * 50)
        }
        let seed = SHA256Hash.of([7])
        let salts = NightSalts(rows: count, seeds: [NightSalts.Seed(depth: 0, index: 0, value: seed)])
        var leaves = RowLeaves(salts)
        var hashes: [SHA256Hash] = []
        for row in rows {
            Array(row.utf8).withUnsafeBytes { line in leaves.append(CanonicalRow(line), line) { hashes.append($0) } }
        }
        leaves.finish { hashes.append($0) }
        let specified = SpecifiedTree(seed: seed.bytes, rows: count)
        #expect(hashes.map(\.bytes) == rows.enumerated().map { specified.leaf($0, $1) })
        #expect(leaves.unsalted == 0)
        for (index, row) in rows.enumerated() {
            let halves = divided(row)
            let salt = salts.salt(of: index)
            #expect(
                halves.flatMap { halves in salt.map { RowHalves.leaf(hidden: halves.hidden(by: $0), what: halves.what) }
                } == hashes[index])
        }
    }

    @Test("that is no row, or has no salt, has a leaf in its place that no sealed row has")
    func others() {
        let row = #""2026-11-20 10:00:00";A;user;device;sent;;APP;"#
        func hashes(_ lines: [String], salts: Int) -> (hashes: [SHA256Hash], unsalted: Int) {
            var leaves = RowLeaves(NightSalts(rows: salts))
            var hashes: [SHA256Hash] = []
            for line in lines {
                Array(line.utf8).withUnsafeBytes { line in
                    leaves.append(CanonicalRow(line), line) { hashes.append($0) }
                }
            }
            leaves.finish { hashes.append($0) }
            return (hashes, leaves.unsalted)
        }
        let (malformed, none) = hashes([row, "no row", row], salts: 3)
        #expect(malformed.count == 3 && Set(malformed).count == 3 && none == 0)
        let (few, unsalted) = hashes([row, row, row], salts: 2)
        #expect(few.count == 3 && unsalted == 1)
        #expect(few[2] == Array(row.utf8).withUnsafeBytes { SHA256Hash.prefixed(3, $0) })
    }
}
