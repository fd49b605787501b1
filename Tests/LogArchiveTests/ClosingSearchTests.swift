import Testing
import TrackingLog

@testable import LogArchive

@Suite("Quotes after a backslash that may close their field")
struct ClosingSearchTests {
    /// A text for what a row was read as.
    private func text(_ outcome: RowInterpreter.Outcome) -> String {
        switch outcome {
        case .row(let reading): "\(reading.end) \(reading.ends) \(String(decoding: reading.text, as: UTF8.self))"
        case .fault(let fault): fault.reason
        case .open: "open"
        }
    }

    /// A row made of the pieces that matter, with up to eight doubtful quotes.
    private func row(_ random: inout SplitMix64) -> [UInt8] {
        let pieces: [String] = [
            "\\\";", "\\\";", "\\\"\n", "\\\"\r\n", ";", ";\"", "\";\"", "\"", "\"\"", "a", "{}", "{\"\"a\"\":1}",
            "\\\"", "\\",
            "\n", "\r", "[1;2]", "\";", "b",
        ]
        var row =
            random.next() % 8 == 0 ? "" : random.next() % 2 == 0 ? "\"2021-01-01 00:00:00\";" : "2021-01-01 00:00:00;"
        if random.next() % 4 != 0 { row += random.next() % 2 == 0 ? "T;" : "\"T\";" }
        var doubtful = 0
        for _ in 0..<4 + random.next() % 24 {
            let piece = pieces[Int(random.next() % UInt64(pieces.count))]
            if piece.hasPrefix("\\\"") { doubtful += 1 }
            if doubtful > 8 { break }
            row += piece
        }
        return Array((row + ["", "\n", "\";x;y;\n", "\"\n"][Int(random.next() % 4)]).utf8)
    }

    @Test("are read as by trying all ways, however many of up to eight there are", arguments: 0..<40)
    func enumeration(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        let (readings, enumerated) = (RowInterpreter(zone: nil, layout: .either), EnumeratedReadings(zone: nil))
        var (rows, hard) = (0, 0)
        for _ in 0..<400 {
            let bytes = row(&random)
            for isFinal in [true, false] {
                let (found, expected) = (
                    text(readings.read(bytes.span, at: 0, isFinal: isFinal)),
                    text(enumerated.read(bytes.span, at: 0, isFinal: isFinal))
                )
                #expect(found == expected, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
                if expected.first?.isNumber == true { rows += 1 }
            }
            hard += 1
        }
        #expect(hard == 400 && rows > 0)
    }

    /// A row of a time, a code, and fields that each end in a backslash: as many doubtful quotes, that all close.
    private func closings(_ count: Int, payload: String) -> String {
        let fields = ["T"] + (0..<count).map { #""a\#($0)\""# } + ["t", "h", "sent", "", "A"].dropFirst(count)
        return "2021-01-01 00:00:00;" + fields.prefix(6).joined(separator: ";") + ";" + payload + "\n"
    }

    @Test("are found where they close, whatever stands in the payload after them", arguments: 1...4)
    func closing(count: Int) {
        // The payload has more quotes in question than can be tried both ways; each of them is text.
        let alert = (0..<30).map { #"\"x\#($0)\";"# }.joined(separator: " ")
        let reading = Reading(closings(count, payload: #""{""alert"":""\#(alert)""}""#))
        #expect(reading.rejects == [])
        #expect(reading.rows.map { $0[7] } == [#"{"alert":"\#(alert)"}"#])
        #expect(reading.rows.first?[2] == #"a0\"#)
    }

    @Test("are rejected, with that reason, where a reading hangs on more of them than are looked at")
    func budget() {
        let fields = (0..<ClosingSearch.maximumQuotes + 1).map { #""a\#($0)\""# }.joined(separator: ";")
        let reading = Reading("\"2021-01-01 00:00:00\";T;\(fields);x;y;z\n" + DialectTests.plain)
        #expect(reading.rows == [DialectTests.row])
        #expect(
            reading.rejects == [
                "1: more than 16 quotes after a backslash may close their field or not: double those that are text"
            ])
    }

    @Test("cost no more readings for being many: two runs from each to the next, two quotes more or less")
    func work() {
        // 4,000 rows with eight of them that close nothing: 256 readings each by trying.
        let row = "\"2021-01-01 00:00:00\";T;" + (0..<8).map { _ in #""a\";"# }.joined() + "x;y;z\n"
        let reading = Reading(String(repeating: row, count: 4000))
        #expect(reading.rows.isEmpty)
        #expect(reading.rejects.count == 4000)
    }
}
