import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("A header that names other columns")
struct HeaderTests {
    static let other = "//timestamp;code;target_id;hwid;status;description;appCode;payload\n"

    @Test("nothing is taken of a file that begins with one, since its rows would be taken for what they are not")
    func first() throws {
        let folder = try TemporaryFolder()
        let (reading, summary) = try LogWriterTests.read(
            try folder.file("log.csv", "\u{FEFF}\n" + Self.other + DialectTests.plain))
        #expect(reading.rows.isEmpty && reading.rejects.isEmpty)
        #expect(summary.sources.isEmpty)
        #expect(
            summary.failures.map(\.reason) == [
                "its header does not name tracking_code: \(Self.other.dropLast())"
            ])
        #expect(summary.failures.first?.hint?.contains(Column.header.dropFirst(2)) == true)
    }

    @Test("further down it is a reject, as are the rows under it, up to the next header", arguments: [64, 1 << 16])
    func furtherDown(chunkSize: Int) {
        let text =
            DialectTests.plain + Self.other + DialectTests.plain + DialectTests.plain + Column.header + "\n"
            + DialectTests.plain
        let reading = Reading(text, chunkSize: chunkSize)
        #expect(reading.rows.count == 2 && reading.lines == [1, 6])
        #expect(
            reading.rejects == [
                "2: another header, which does not name tracking_code: the rows under it cannot be read",
                "3: its header, further up, lacks a column that is needed",
                "4: its header, further up, lacks a column that is needed",
            ])
    }

    @Test("further down, after one that cannot be read, the rows may hold line ends wherever the text is cut")
    func lineEndsAfterUnreadable() {
        let row = "\"2021-04-20 13:01:01\";T;t;h;sent;;A;\"{\"\"a\"\":\"\"two\nlines\"\"}\"\n"
        let text = "timestamp;status\n" + row + Column.header + "\n" + row + row + row
        let whole = Reading(text)
        #expect(whole.rows.count == 3)
        for chunkSize in 16...text.utf8.count { #expect(Reading(text, chunkSize: chunkSize) == whole, "\(chunkSize)") }
    }

    @Test("a line that a spreadsheet writes before a header may stand before one further down")
    func preamble() {
        let reading = Reading(DialectTests.plain + "sep=;\n" + Column.header + "\n" + DialectTests.plain)
        #expect(reading.rows.count == 2 && reading.rejects == [])
        #expect(Reading(DialectTests.plain + "sep=;\n" + DialectTests.plain).rejects.count == 1)
    }

    @Test(
        "what stands before the first row, or before a header further down, is read the same however the text is cut",
        arguments: [
            "\n\n#TYPE x\n" + Column.header + "\nsep=;\n" + DialectTests.plain,
            "2021-01-01 00:00:00;T;t;h;sent;;A;\n#TYPE x\n" + Column.header + "\n2021-01-01 00:00:00;T;t;h;sent;;A;\n",
        ])
    func cuts(text: String) {
        let whole = Reading(text)
        #expect(whole.rejects == [])
        for chunkSize in 1...text.utf8.count { #expect(Reading(text, chunkSize: chunkSize) == whole, "\(chunkSize)") }
    }
}

@Suite("Logs that were joined into one, each with its header")
struct JoinedLogTests {
    private static let layouts = [
        RowLayout.either, RowLayout(separator: .comma, allowsOldest: false),
        RowLayout([.status, .payload, .trackingCode, .timestamp, .hwid, nil, .appCode, .target], separator: .tab),
        RowLayout([.hwid, .timestamp, .status, .description, .trackingCode], separator: .semicolon),
        RowLayout(Array(Column.allCases.prefix(Column.oldestCount)), separator: .semicolon),
    ]

    /// Some rows in a layout, as text and as they are read.
    private static func log(
        _ layout: RowLayout, rows count: Int, from first: Int, using random: inout SplitMix64
    ) -> (text: String, rows: [[String]]) {
        var (text, rows) = ("", [[String]]())
        for number in first..<first + count {
            let time = Timestamp(secondsSince1970: 1_763_625_600 + Int64(number))
            var row = [
                time.description, "T\(number)", "u,1", "H\(number % 7)", "sent", "two\nlines; \(number)", "A",
                #"{"n":\#(number)}"#,
            ]
            if Bool.random(using: &random) { row[5] = "" }
            let fields = (0..<(layout.allowsOldest && layout != .either ? 6 : layout.width)).map { place in
                layout.column(at: place).map { "\"\(row[$0.rawValue].replacing("\"", with: "\"\""))\"" } ?? "x"
            }
            text += fields.joined(separator: String(UnicodeScalar(layout.separator))) + "\n"
            for column in Column.allCases where layout.place(of: column) >= fields.count { row[column.rawValue] = "" }
            rows.append(row)
        }
        return (text, rows)
    }

    @Test("are read each by its own, wherever the text is cut and however many read it", arguments: 1...30)
    func joined(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        var (text, rows) = ("", [[String]]())
        for _ in 0..<Int.random(in: 2...6, using: &random) {
            let layout = try #require(Self.layouts.randomElement(using: &random))
            text += layout.header.map { $0.isEmpty ? Column.header : $0 } ?? ""
            let log = Self.log(layout, rows: Int.random(in: 0...40, using: &random), from: rows.count, using: &random)
            text += "\n" + log.text
            rows += log.rows
        }
        for chunkSize in [64, 700, 1 << 16] {
            #expect(Reading(text, chunkSize: chunkSize).rows == rows, "\(chunkSize)")
            let folder = try TemporaryFolder()
            let (reading, summary) = try LogWriterTests.read(folder.file("log.csv", text), workers: 3) {
                $0.chunkSize = chunkSize
            }
            #expect(reading.rows == rows, "\(chunkSize)")
            #expect(reading.rejects == [] && summary.failures.isEmpty)
        }
    }

    @Test("and their rejects are named with the header that they need")
    func rejects() throws {
        let folder = try TemporaryFolder()
        let text = """
            //timestamp;tracking_code;target_id;hwid;status;description;appCode;payload
            bad
            status\thwid\tloaded_at\ttimestamp\ttracking_code
            sent\tH\t1\tbad\tT
            sent\tH\t1\t2026-11-20 08:00:00\tT
            //timestamp;tracking_code;target_id;hwid;status;description
            worse

            """
        let headers = try LogReader().rejectHeaders(of: [.path(folder.file("log.csv", text))])
        #expect(headers == ["", "status\thwid\t-\ttimestamp\ttracking_code", ""])
    }
}

extension LogReader {
    /// The headers of the rejects, in their order.
    fileprivate func rejectHeaders(of inputs: [LogInput]) throws -> [String?] {
        var headers: [String?] = []
        _ = try read(inputs, into: &headers) { headers, batch, _ in
            headers += batch.rejects.map { batch.header(onLine: $0.line) }
        }
        return headers
    }
}
