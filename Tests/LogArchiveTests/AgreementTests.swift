import Testing
import TrackingLog

@testable import LogArchive

/// The scanner against libcsv, and against itself with other cuts, on random text of the dialect's own bytes.
struct AgreementTests {
    /// Text made of the bytes that matter, so that odd rows are common.
    static func text(seed: UInt64, count: Int) -> [UInt8] {
        var random = SplitMix64(state: seed)
        let pieces: [String] = [
            ";", ";", ";", "\"", "\"\"", "\\\"", "\\", "\n", "\r\n", "a", "b c", "{}", "é", "2021-01-01 00:00:00",
            "\"2021-01-01 00:00:00\";T;t;h;sent;;A;\n",
            "2021-01-01T00:00:00;T;t;h;failed;\"x\ny\";A;\"{\"\"a\"\":1}\"\n",
            "2021-01-01T00:00:00;T;t;h;failed;why;A;\n",
            "\"2021-01-01 00:00:00\";T;t;h;sent;;A;\"{\"\"a\"\":\"\"\\\"\"\"}\"\n",
        ]
        return (0..<count).flatMap { _ in Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8) }
    }

    @Test("a plain row is what libcsv reads", arguments: 0..<40)
    func plainRowsAgree(seed: Int) {
        let text = Self.text(seed: UInt64(seed), count: 3000)
        let parser = CSVParser()
        let ends = FieldEnds()
        var compared = 0
        var start = 0
        while start < text.count {
            let end = text.span.endOfLine(from: start)
            if let plain = PlainRow(in: text.span, at: start, layout: .either, ends) {
                parser.reset()
                var outcome = parser.feed(text.span.extracting(start..<plain.end))
                if case .open = outcome { outcome = parser.finish() }
                #expect(outcome == .row)
                #expect(parser.ends.count == plain.count)
                for index in 0..<min(plain.count, parser.ends.count) {
                    let raw = String(decoding: text[plain.fields[index].offsets], as: UTF8.self)
                    let isDoubled = plain.doubled & 1 << UInt8(index) != 0
                    #expect(
                        (isDoubled ? raw.replacing("\"\"", with: "\"") : raw)
                            == String(decoding: parser.text[parser.field(index)], as: UTF8.self))
                }
                compared += 1
            }
            start = end
        }
        #expect(compared > 100)
    }

    @Test("where a text is cut never changes what is read", arguments: 100..<160)
    func cutsDoNotMatter(seed: Int) {
        let text = Self.text(seed: UInt64(seed), count: 400)
        let whole = Reading(text)
        for size in [1, 7, 64, 500, 1999] {
            #expect(Reading(text, chunkSize: size) == whole)
        }
    }

    @Test("random bytes never stop the reading, and the row after them is read", arguments: 200..<260)
    func randomBytes(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        var text = (0..<5000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        text += Array(("\n" + DialectTests.plain).utf8)
        #expect(Reading(text).rows.last == DialectTests.row)
    }

    @Test("rows written in our dialect are read back field for field", arguments: 300..<320)
    func ownDialect(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        let letters: [String] = ["a", ";", "\"", "\\", "\n", "\r", "\t", " ", "é", "😀", "{", "}", "0", "\\\"", "\"\""]
        func field(_ most: Int) -> String {
            (0..<Int(random.next() % UInt64(most + 1))).map { _ in letters[Int(random.next() % UInt64(letters.count))] }
                .joined()
        }
        var text: [UInt8] = []
        var rows: [[String]] = []
        for _ in 0..<300 {
            let payload = random.next() % 2 == 0 ? "" : #"{"alert":"say \"hi\"; you","n":[1,2]}"#
            let row = [
                "2021-04-20 13:01:01", "T" + field(5), field(8), field(8), "s" + field(3), field(12), field(4), payload,
            ]
            rows.append(row)
            for (index, value) in row.enumerated() {
                CSVDialect.appendField(Array(value.utf8).span, to: &text)
                text.append(index == 7 ? .lineFeed : CSVDialect.separator)
            }
        }
        let reading = Reading(text)
        #expect(reading.rows == rows)
        #expect(reading.rejects == [])
    }
}
