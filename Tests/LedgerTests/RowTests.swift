import Testing
import TrackingLog

@testable import Ledger

@Suite("Rows, as their hashes see them")
struct RowTests {
    private static let row =
        #""2026-11-20 10:00:00";T;user-1;8a5f1f533537ab34;failed;"no; ""way""";C90C0-0E786;"{""aps"":{""alert"":""Hello, you""}}""#

    private func rows(_ text: String, piece: Int) -> [String] {
        var splitter = RowSplitter()
        var rows: [String] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            Array(bytes[start..<min(bytes.count, start + piece)]).withUnsafeBytes { part in
                splitter.split(part) { rows.append(String(decoding: $0, as: UTF8.self)) }
            }
        }
        splitter.finish { rows.append("unfinished " + String(decoding: $0, as: UTF8.self)) }
        return rows
    }

    @Test(
        "end at an LF after an even number of quotes, wherever the text is cut", arguments: [1, 2, 7, 63, 64, 65, 1000])
    func cuts(piece: Int) {
        let long = String(repeating: "x", count: 200)
        let text = "//header\n\(Self.row)\n\"two\nlines\"\n\n\(long)\"\n\(long)\"\nlast"
        #expect(
            rows(text, piece: piece) == [
                "//header", Self.row, "\"two\nlines\"", "", "\(long)\"\n\(long)\"", "unfinished last",
            ])
    }

    @Test("that span pieces are given up if they are longer than the maximum")
    func overlong() {
        var splitter = RowSplitter(maximum: 100)
        var rows: [Int] = []
        for piece in ["short\n", String(repeating: "x", count: 60), String(repeating: "x", count: 60), "\nlost\n"] {
            Array(piece.utf8).withUnsafeBytes { part in splitter.split(part) { rows.append($0.count) } }
        }
        splitter.finish { rows.append($0.count) }
        #expect(splitter.isOverlong)
        #expect(rows == [5])
    }

    @Test("end in a payload that is enclosed only if necessary, however short it is")
    func shortPayloads() {
        let start = #""2026-11-20 10:00:00";T;user-1;8a5f1f533537ab34;sent;;C90C0-0E786;"#
        // Here ~ is a quote.
        func isRow(_ payload: String) -> Bool {
            Array((start + payload.replacing("~", with: "\"")).utf8).withUnsafeBytes { CanonicalRow($0) != nil }
        }
        for payload in ["", "ab", "~~~~", "~ ~", "~a b~", "~a;~", "~a~~~", "~~~a~", "~a~~b~"] {
            #expect(isRow(payload), "\(payload)")
        }
        for payload in ["~~", "~a~", "~ab~", "~abc~", "~abcd~", "~~~~~", "~~a~", "~a~~"] {
            #expect(!isRow(payload), "\(payload)")
        }
    }

    @Test("are read if they are written as Pushtrail writes them")
    func written() {
        Array(Self.row.utf8).withUnsafeBytes { bytes in
            let row = CanonicalRow(bytes)
            #expect(row?.time == Timestamp("2026-11-20 10:00:00"))
            #expect(row?[.trackingCode].elementsEqual("T".utf8) ?? false)
            #expect(row?[.description].elementsEqual(#"no; ""way"""#.utf8) ?? false)
            #expect(row?[.payload].count == 36)
        }
    }

    @Test(
        "are malformed where a field is enclosed that need not be, or not enclosed that must be, or is missing",
        arguments: [
            (";T;", ";\"T\";"), (";failed;", ";fai led;"), (";failed;", ";;"), (";T;", ";;"), ("\"2026", "2026"),
            (";C90C0-0E786;", ";"), (";C90C0-0E786;", ";C90C0-0E786;;"), (#"you"""#, #"you""#), (" 10:00", "T10:00"),
            ("11-20", "13-20"), (";user-1;", ";us\"er;"), (#"}}""#, #"}}"" "#),
        ])
    func malformed(old: String, new: String) {
        Array(Self.row.replacing(old, with: new, maxReplacements: 1).utf8).withUnsafeBytes { bytes in
            #expect(CanonicalRow(bytes) == nil)
        }
    }
}
