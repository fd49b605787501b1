import CByteMasks
import Testing
import TrackingLog

@testable import LogArchive

/// The ends of fields, found 64 bytes at a time.
struct FieldEndsTests {
    /// A row as found, or nil where it is not plain.
    private static func row(in text: [UInt8], at start: Int, _ ends: FieldEnds) -> [String]? {
        guard let row = PlainRow(in: text.span, at: start, layout: .either, ends) else { return nil }
        return (0..<row.count).map { String(decoding: text[row.fields[$0].offsets], as: UTF8.self) }
            + ["\(row.end)", "\(row.doubled)", "\(row.isEvident)"]
    }

    private static func lineStarts(of text: [UInt8]) -> [Int] {
        [0] + text.indices.filter { text[$0] == .lineFeed && $0 + 1 < text.count }.map { $0 + 1 }
    }

    @Test("what was looked at before never changes a row", arguments: 0..<40)
    func lookingAhead(seed: Int) {
        let text = AgreementTests.text(seed: UInt64(1000 + seed), count: 2000)
        let ends = FieldEnds()
        var found = 0
        for start in Self.lineStarts(of: text) {
            let row = Self.row(in: text, at: start, FieldEnds())
            #expect(Self.row(in: text, at: start, ends) == row)
            if row != nil { found += 1 }
        }
        #expect(found > 50)
    }

    @Test("the end of the text ends a row, wherever it is", arguments: 0..<20)
    func ending(seed: Int) {
        let text = AgreementTests.text(seed: UInt64(2000 + seed), count: 100)
        for start in Self.lineStarts(of: text) {
            for count in start + 1...min(start + 200, text.count) {
                let cut = Array(text[..<count])
                guard !cut[start...].contains(.lineFeed) else { continue }
                let row = Self.row(in: cut, at: start, FieldEnds())
                let ended = Self.row(in: cut + [.lineFeed], at: start, FieldEnds())
                #expect(row?.dropLast(3) == ended?.dropLast(3))
            }
        }
    }

    @Test("every instruction set finds the same", arguments: 0..<40)
    func instructionSets(seed: Int) {
        let text = AgreementTests.text(seed: UInt64(3000 + seed), count: 300)
        for start in [0, 1, 63, 64, 65] {
            let count = text.count - start
            let length = count / 64 + 1
            let isEnd: Int32 = seed % 2 == 0 ? 1 : 0
            let bytes = isEnd != 0 ? count : (count / 64 - 1) * 64
            let none = [UInt64](repeating: 0, count: length)
            var (plain, plainDoubts, vector, vectorDoubts) = (none, none, none, none)
            text.withUnsafeBufferPointer { text in
                let text = text.baseAddress! + start
                let separator = CSVDialect.separator
                #expect(
                    csv_field_ends_plainly(text, bytes, isEnd, separator, &plain, &plainDoubts)
                        == csv_field_ends(text, bytes, isEnd, separator, &vector, &vectorDoubts))
            }
            #expect(plain == vector)
            #expect(plainDoubts == vectorDoubts)
        }
    }

    @Test("rows as they are usually written are plain: they are read without a second look", arguments: 0..<10)
    func usualRows(seed: Int) {
        var random = SplitMix64(state: UInt64(seed))
        let payloads = [
            "", #"{"title":"Still \"Night Repair\"?","md":{"user_id":"u1"}}"#, #"{"a":"\"quoted\""}"#,
            #"{"text":"a; b","url":"https:\/\/example.com"}"#, #"{"a":"\\"}"#,
            #"{"long":"\#(String(repeating: "word; ", count: 60))"}"#,
        ]
        var text: [UInt8] = []
        var starts: [Int] = []
        for _ in 0..<400 {
            starts.append(text.count)
            let payload = payloads[Int(random.next() % UInt64(payloads.count))]
            let hwid = String(repeating: "h", count: Int(random.next() % 40))
            for field in ["2021-04-20 13:01:01", "T-1", "u 1", hwid, "failed", "Not registered", "A", payload] {
                if !starts.isEmpty, starts.last != text.count { text.append(CSVDialect.separator) }
                CSVDialect.appendField(Array(field.utf8).span, to: &text)
            }
            text.append(contentsOf: random.next() % 2 == 0 ? [.lineFeed] : [.carriageReturn, .lineFeed])
        }
        let ends = FieldEnds()
        for start in starts { #expect(PlainRow(in: text.span, at: start, layout: .either, ends)?.count == 8) }
    }

    @Test("a quote after a backslash is plain before text alone")
    func afterBackslash() {
        func isPlain(_ payload: String) -> Bool {
            let text = Array("2021-01-01T00:00:00;T;t;h;failed;why;A;\"\(payload)\"\n".utf8)
            return PlainRow(in: text.span, at: 0, layout: .either, FieldEnds()) != nil
        }
        #expect(isPlain(#"a\""b"#))
        #expect(isPlain(#"a\""""b"#))
        #expect(!isPlain(#"a\"";b"#))
        #expect(!isPlain(#"a\""""#))
        #expect(!isPlain(#"a\""""""#))
        #expect(!isPlain(#"a\"b"#))
        for padding in 0..<130 { #expect(!isPlain(String(repeating: "x", count: padding) + #"\"";b"#)) }
    }

    @Test("a row longer than what is looked at together is found")
    func longRow() {
        for length in [900, 1024, 32_768, 65_600, 300_000] {
            let payload = String(repeating: "x", count: length)
            let text = Array("2021-01-01T00:00:00;T;t;h;failed;why;A;\"\(payload)\"\n2021;".utf8)
            let row = PlainRow(in: text.span, at: 0, layout: .either, FieldEnds())
            #expect(row?.fields[7].count == UInt32(length))
        }
    }
}
