import Testing
import TrackingLog

@testable import LogArchive

@Suite("A text that is not UTF-8")
struct UTF8Tests {
    /// Every way of being wrong, each at the end of what a field holds.
    static let wrong: [[UInt8]] = [
        [0xFF], [0xFE], [0x80], [0xBF, 0xBF],
        // Cut off, of two bytes to four.
        [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xE2], [0xF0],
        // Overlong.
        [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0x9F, 0xBF], [0xF0, 0x80, 0x80, 0xAF],
        [0xF0, 0x8F, 0xBF, 0xBF],
        // Surrogates, one and a pair of them (CESU-8).
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80],
        // Beyond U+10FFFF.
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        // Latin-1, and a lead byte before what is no continuation.
        Array("caf".utf8) + [0xE9], [0xC3, 0x28],
    ]

    @Test("is told from one that is as Swift tells them, of any length and wherever the fault lies", arguments: 0..<60)
    func agrees(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        let pieces = [
            Array("a".utf8), Array("plain ascii, a bit longer".utf8), Array("é".utf8), Array("€".utf8),
            Array("😀".utf8), Array("Привет".utf8), [0xEF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF], [0xED, 0x9F, 0xBF],
        ]
        var verdicts: Set<Bool> = []
        for _ in 0..<300 {
            var text = (0..<Int(random.next() % 40)).flatMap { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            if random.next() % 2 == 0 {
                text.insert(
                    contentsOf: Self.wrong[Int(random.next() % UInt64(Self.wrong.count))],
                    at: Int(random.next() % UInt64(text.count + 1)))
            }
            if random.next() % 4 == 0 { text.removeLast(Int(random.next() % UInt64(text.count + 1))) }
            let isValid = String(validating: text, as: UTF8.self) != nil
            verdicts.insert(isValid)
            #expect(text.span.isUTF8 == isValid, "\(text)")
            #expect((text.span.firstFault(in: 0..<text.count) == nil) == isValid, "\(text)")
        }
        #expect(verdicts.count == 2)
    }

    @Test("two bytes are what Swift says of them, whichever they are")
    func allPairs() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max {
                // Long enough for the look at many bytes at a time.
                let text = [UInt8](repeating: 0x61, count: 100) + [first, second] + [UInt8](repeating: 0x62, count: 60)
                let isValid = String(validating: text, as: UTF8.self) != nil
                #expect(text.span.isUTF8 == isValid && (text.span.firstFault(in: 0..<162) == nil) == isValid)
            }
        }
    }

    private static let columns = ["tracking_code", "target_id", "hwid", "status", "description", "appCode", "payload"]

    /// A row with those bytes at the end of one of its columns, and good rows around it.
    private func rows(_ bytes: [UInt8], in column: Int, enclosed: Bool) -> [UInt8] {
        var row = Array("2021-01-01 00:00:00".utf8)
        for index in 0..<7 {
            row.append(CSVDialect.separator)
            let quote = enclosed ? [CSVDialect.quote] : []
            row += quote + Array("f\(index)".utf8) + (index == column ? bytes : []) + quote
        }
        let good = Array(DialectTests.plain.utf8)
        return good + row + [.lineFeed] + good
    }

    @Test("costs its row, by its column, in every column", arguments: 0..<7, [true, false])
    func columns(column: Int, enclosed: Bool) {
        for bytes in Self.wrong {
            let reading = Reading(rows(bytes, in: column, enclosed: enclosed))
            #expect(reading.rows == [DialectTests.row, DialectTests.row])
            #expect(reading.rejects.count == 1)
            #expect(reading.rejects.first?.hasPrefix("2: \(Self.columns[column]) is not UTF-8 (byte 0x") == true)
        }
    }

    @Test("what is UTF-8 is read as it stands, in the same columns", arguments: 0..<7)
    func valid(column: Int) {
        let reading = Reading(rows(Array("é€😀\u{FFFD}\u{FEFF}\u{0}".utf8), in: column, enclosed: true))
        #expect(reading.rejects == [])
        #expect(reading.rows.map { $0[column + 1] }[1] == "f\(column)é€😀\u{FFFD}\u{FEFF}\u{0}")
    }

    @Test("is found in rows that are not plain: PHP's, loose, with a payload that is not enclosed, of several lines")
    func notPlain() {
        let rows: [(before: String, after: String, column: String)] = [
            (#""2021-01-01 00:00:00";T;t;h;sent;;A;"{""a"":""say \"hi\" "#, #"""}""#, "payload"),
            (#"2021-01-01 00:00:00;T;a"b"#, ";h;sent;;A;", "target_id"),
            (#"2021-01-01 00:00:00;T;t;h;sent;;A;{"a":"x; "#, #""}"#, "payload"),
            ("2021-01-01 00:00:00;T;t;h;failed;\"one\ntwo ", "\";A;", "description"),
            ("2011-01-01 00:00:00;T;t;h", ";created;", "hwid"),
            (#"2021-01-01 00:00:00;T;"a ""b"" "#, #"";h;sent;;A;"#, "target_id"),
        ]
        for (before, after, column) in rows {
            let text = Array(before.utf8) + [0xC3] + Array((after + "\r\n" + DialectTests.plain).utf8)
            let reading = Reading(text)
            #expect(reading.rejects == ["1: \(column) is not UTF-8 (byte 0xC3)"])
            #expect(reading.rows == [DialectTests.row])
        }
    }

    @Test("a rejected row of several lines is kept with all of them")
    func keptWhole() {
        let row = Array("2021-01-01 00:00:00;T;t;h;failed;\"one\ntwo ".utf8) + [0xFF] + Array("\";A;".utf8)
        let batch = EventBatch(rowsOf: row + [.carriageReturn, .lineFeed])
        #expect(batch.rejects.map { Array(batch.text[$0.text.offsets]) } == [row])
    }

    @Test("costs its line of NDJSON, by its column, or where it stands in none")
    func objects() {
        func line(_ key: String, _ before: String, _ after: String) -> [UInt8] {
            Array(#"{"timestamp":"2026-11-20T00:00:00Z","tracking_code":"T","status":"sent","\#(key)":\#(before)"#.utf8)
                + [0xFF] + Array("\(after)}\n".utf8)
        }
        let good = #"{"timestamp":"2026-11-20T00:00:00Z","tracking_code":"T","status":"sent","hwid":"é"}"# + "\n"
        for (key, before, after, name) in [
            ("hwid", "\"x", "\"", "hwid"), ("app_code", "\"", "\"", "app_code"), ("appCode", "\"", "\"", "app_code"),
            ("payload", #"{"a":""#, #""}"#, "payload"), ("payload", #""x"#, "\"", "payload"),
            ("x", "\"", "\"", "the line"), ("hwid\\u0020", "\"", "\"", "the line"),
        ] {
            let reading = Reading(line(key, before, after) + Array(good.utf8), shape: .objectLines)
            #expect(reading.rejects == ["1: \(name) is not UTF-8 (byte 0xFF)"])
            #expect(reading.rows.map { $0[3] } == ["é"])
        }
    }

    @Test(
        "cannot be spelled by escapes: half a surrogate pair is rejected, in a payload's own text it is the sender's",
        arguments: [#"\ud800"#, #"\udc00"#, #"\ud83d"#, #"a\ud83dx"#, #"\ude00\ud83d"#, #"\ud83d\u0041"#])
    func surrogates(escape: String) {
        func line(_ member: String) -> String {
            #"{"timestamp":"2026-11-20T00:00:00Z","tracking_code":"T","status":"sent",\#(member)}"# + "\n"
        }
        for key in ["hwid", "target_id", "description", "app_code", "payload"] {
            let reading = Reading(
                line(#""\#(key)":"\#(escape)""#) + line(#""hwid":"\ud83d\ude00""#), shape: .objectLines)
            #expect(
                reading.rejects == [
                    #"1: \#(key) holds half of a surrogate pair (\uD800 to \uDFFF), which is no text"#
                ])
            #expect(reading.rows.map { $0[3] } == ["😀"])
        }
        let own = Reading(line(#""payload":{"a":"\#(escape)"}"#), shape: .objectLines)
        #expect(own.rows.map { $0[7] } == [#"{"a":"\#(escape)"}"#])
    }

    @Test("does not depend on where a text is cut", arguments: [1, 7, 64, 500])
    func cuts(size: Int) {
        var random = SplitMix64(state: 7)
        var text: [UInt8] = []
        for _ in 0..<120 {
            let wrong = Self.wrong[Int(random.next() % UInt64(Self.wrong.count))]
            text += rows(random.next() % 3 == 0 ? wrong : Array("é".utf8), in: Int(random.next() % 7), enclosed: true)
        }
        let whole = Reading(text)
        #expect(whole.rejects.count > 10)
        #expect(Reading(text, chunkSize: size) == whole)
    }
}
