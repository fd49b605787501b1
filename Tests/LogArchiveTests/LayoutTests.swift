import Foundation
import Testing
import TrackingLog

@testable import LogArchive

/// The same rows in the layouts and encodings that people's programs write, by Python's own writers.
@Suite("Logs in other layouts and encodings")
struct LayoutTests {
    /// Writes random rows to `truth` and, in the shape of that name, to `log`; `shapes.py FOLDER SHAPE`.
    private static let writer = #"""
        import csv, gzip, io, json, random, sys, zipfile
        folder, shape = sys.argv[1:]
        columns = ['timestamp', 'tracking_code', 'target_id', 'hwid', 'status', 'description', 'appCode', 'payload']
        random.seed(7)
        texts = ['plain', 'two words', 'a;b', 'c,d', 'tab\there', 'say "hi"', 'line\nend', 'é😀', '', 'x"', '"', ';', ',']
        if shape == 'carriage-returns': texts = [t for t in texts if '\n' not in t]
        if shape == 'quoted-with-spaces': texts = ['plain', 'c,d', ' spaces ', '']
        def row(i):
            payload = json.dumps({'aps': {'alert': random.choice(texts), 'n': i}, 'md': {'name': random.choice(texts)}},
                                 ensure_ascii=random.random() < 0.5)
            return ['2026-11-20 08:%02d:%02d' % (i // 60 % 60, i % 60), 'T-%d' % i, 'U%d' % random.randrange(99), 'H%d' % i,
                    random.choice(['created', 'sent', 'delivered', 'failed']), random.choice(texts), 'A', payload]
        rows = [row(i) for i in range(3000)]
        order, header, extra = list(range(8)), True, False
        options = dict(delimiter=';', lineterminator='\n')
        if shape in ('commas', 'commas-no-header'): options['delimiter'] = ','
        if shape in ('tabs', 'excel-unicode-text'): options['delimiter'] = '\t'
        if shape.endswith('no-header'): header = False
        if shape == 'other-order': order, options['delimiter'] = [4, 7, 1, 0, 3, 6, 2, 5], ','
        if shape == 'more-columns': order, extra = [0, 4, 1, 2, 3, 5, 6, 7], True
        if shape == 'quoted-with-spaces': options.update(quoting=csv.QUOTE_ALL)
        if shape == 'escaped': options.update(quoting=csv.QUOTE_ALL, doublequote=False, escapechar='\\')
        if shape == 'escaped-with-commas':
            options.update(quoting=csv.QUOTE_ALL, doublequote=False, escapechar='\\', delimiter=',')
        if shape == 'carriage-returns': options['lineterminator'] = '\r'
        if shape == 'excel-unicode-text': options['lineterminator'] = '\r\n'
        out = io.StringIO(newline='')
        if shape == 'separator-line': out.write('sep=,\r\n'); options['delimiter'] = ','
        if shape == 'type-line': out.write('#TYPE Selected.System.Management.Automation.PSCustomObject\r\n')
        write = csv.writer(out, **options)
        if header: write.writerow([columns[i] for i in order] + (['loaded_at'] if extra else []))
        for r in rows: write.writerow([r[i] for i in order] + (['2026-11-21 00:00:00 UTC'] if extra else []))
        text = out.getvalue()
        if shape == 'quoted-with-spaces':
            text = '\n'.join(' ' + line + '\t' for line in text.replace('";"', '" ;  "').split('\n'))
        data = text.encode('utf-8')
        if shape == 'excel-unicode-text': data = b'\xff\xfe' + text.encode('utf-16-le')
        if shape == 'utf-16-be': data = b'\xfe\xff' + text.encode('utf-16-be')
        if shape == 'gzip': data = gzip.compress(data)
        if shape == 'gzip-members':
            data = b''.join(gzip.compress(data[i:i + 9999]) for i in range(0, len(data), 9999)) + b'\0' * 512
        if shape == 'gzip-of-utf-16': data = gzip.compress(b'\xff\xfe' + text.encode('utf-16-le'))
        if shape == 'zips-in-zips':
            for name in ['log.txt', 'inner.zip', 'middle.zip']:
                packed = io.BytesIO()
                with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr(name, data)
                data = packed.getvalue()
        open(folder + '/log', 'wb').write(data)
        open(folder + '/truth', 'w', newline='').write('\x1e'.join('\x1f'.join(r) for r in rows))
        """#

    private static func written(_ shape: String, in folder: TemporaryFolder) async throws -> [[String]] {
        try await ForeignZipTests.run("python3", [try folder.file("shapes.py", writer), folder.path, shape])
        return try String(contentsOfFile: folder.path + "/truth", encoding: .utf8).split(separator: "\u{1E}").map {
            $0.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
        }
    }

    @Test(
        "are read field for field",
        arguments: [
            "semicolons", "commas", "tabs", "other-order", "more-columns", "commas-no-header", "quoted-with-spaces",
            "escaped", "escaped-with-commas", "carriage-returns", "separator-line", "type-line", "excel-unicode-text",
            "utf-16-be", "gzip", "gzip-members", "gzip-of-utf-16", "zips-in-zips",
        ])
    func shapes(shape: String) async throws {
        let folder = try TemporaryFolder()
        let truth = try await Self.written(shape, in: folder)
        try #require(truth.count == 3000)
        for chunkSize in [1 << 20, 4096, 500] {
            let (reading, summary) = try LogWriterTests.read(folder.path + "/log") { $0.chunkSize = chunkSize }
            #expect(summary.failures.isEmpty && summary.sources.count == 1)
            #expect(reading.rejects == [])
            #expect(reading.rows.count == truth.count)
            let other = zip(reading.rows, truth).first { $0 != $1 }
            #expect(other == nil, "\(String(describing: other))")
        }
    }

    @Test(
        "rows of a comma, a tab or another order that cannot be read are rejected, and no column takes another's place",
        arguments: [",", "\t"])
    func damaged(separator: String) throws {
        let folder = try TemporaryFolder()
        let header = ["hwid", "target_id", "status", "timestamp", "tracking_code", "description", "appCode", "payload"]
        let good = ["H", "U", "sent", "2026-11-20 08:00:00", "T", "", "A", "{}"]
        let lines = [
            header, good, ["H", "U", "sent", "2026-11-20 08:00:00", "T"], good + ["more"], ["\"H", "U"], good,
        ].map { $0.joined(separator: separator) }
        let log = try folder.file("log.csv", lines.joined(separator: "\n") + "\n")
        let (reading, _) = try LogWriterTests.read(log)
        #expect(
            reading.rows
                == Array(repeating: ["2026-11-20 08:00:00", "T", "U", "H", "sent", "", "A", "{}"], count: 2))
        #expect(
            reading.rejects == [
                "3: 5 columns where the rows of this file have 8", "4: 9 columns where the rows of this file have 8",
                "5: a quote is opened and never closed",
            ])
    }

    @Test(
        "a header may leave out what an event can do without, and nothing else",
        arguments: [
            ("timestamp,tracking_code,hwid,status", nil),
            ("STATUS;Timestamp;\"hwid\"; tracking_code ", nil),
            ("timestamp,tracking_code,status,payload", "does not name hwid"),
            ("tracking_code,hwid,target_id,description", "does not name timestamp, status"),
            ("timestamp;hwid;tracking_code;status;hwid", "names hwid twice"),
        ])
    func columns(header: String, fault: String?) throws {
        let line = HeaderLine(Array(header.utf8).span)
        #expect(line?.fault == fault)
        #expect((line?.layout == nil) == (fault != nil))
    }

    @Test("columns that a header does not name are the message's, as in six columns")
    func missing() throws {
        let folder = try TemporaryFolder()
        let log = try folder.file(
            "log.csv", "tracking_code,status,hwid,timestamp\nT,sent,H,2026-11-20T08:00:00Z\n")
        var rows: [EventRow] = []
        _ = try LogReader().read([.path(log)], into: &rows) { rows, batch, _ in rows += batch.rows }
        #expect(rows.map(\.missing) == [[.target, .appCode, .payload]])
    }

    @Test("a row that was cut off in its sixth column is no row of six columns", arguments: ["Unregi", "Success", ""])
    func cutOff(description: String) throws {
        let folder = try TemporaryFolder()
        let cut = "2026-11-20 08:00:00;T;U;H;failed;\(description)"
        for head in [Column.header + "\n" + DialectTests.plain, DialectTests.plain] {
            let (reading, _) = try LogWriterTests.read(try folder.file("log.csv", head + cut))
            #expect(reading.rows == [DialectTests.row])
            #expect(reading.rejects.count == 1)
        }
        // In a file of six columns it is one.
        let (reading, _) = try LogWriterTests.read(try folder.file("log.csv", cut + "\n" + cut))
        #expect(reading.rows.count == 2 && reading.rejects == [])
    }

    @Test(
        "spaces around fields that are not enclosed are no part of them",
        arguments: [
            "2026-11-20 08:00:00; T ;\tU ; H;  sent ; two words ; A; {}\n",
            "\"2026-11-20 08:00:00\" ;\"T\";  \"U\";H ;sent;\"two words\"  ;A ;\"{}\" \n",
        ])
    func spaces(line: String) {
        let row = ["2026-11-20 08:00:00", "T", "U", "H", "sent", "two words", "A", "{}"]
        #expect(Reading(line + line).rows == [row, row])
    }

    @Test("a row that begins as a shell's type line does is a row")
    func typeText() throws {
        let folder = try TemporaryFolder()
        let log = try folder.file(
            "log.csv",
            "#TYPE x\ndescription,status,hwid,tracking_code,timestamp\n\"#Type \"\"C\"\"\",sent,H,T,2026-11-20 08:00:00\n"
        )
        #expect(try LogWriterTests.read(log).0.rows.map { $0[5] } == [#"#Type "C""#])
    }

    @Test("a missing value of MySQL is none")
    func null() {
        let reading = Reading("2026-11-20 08:00:00;T;\\N;H;sent;\\N;A;\\N\n2026-11-20 08:00:00;T;\\n;H;sent;N;A;\n")
        #expect(reading.rows.map { [$0[2], $0[5], $0[7]] } == [["", "", ""], ["\\n", "N", ""]])
        for space in ["", " "] {
            let enclosed = Reading("2026-11-20 08:00:00;\(space)T;\"\\N\";H;sent;;A;\n")
            #expect(enclosed.rows.map { $0[2] } == [""])
        }
    }

    @Test("spaces that are enclosed are kept")
    func enclosedSpaces() {
        let line = "2026-11-20 08:00:00;T;\" U\";H;failed;\" why \";A;\n"
        #expect(Reading(line).rows.map { [$0[2], $0[5]] } == [[" U", " why "]])
        #expect(Reading(line.replacing(";T;", with: "; T;")).rows.map { [$0[2], $0[5]] } == [[" U", " why "]])
    }
}

@Suite("Backslashes before every quote")
struct EscapedQuoteTests {
    @Test(
        "are undone where that makes the payload JSON, whether backslashes are doubled or not",
        arguments: [
            (#"{\"a\":\"b\"}"#, #"{"a":"b"}"#),
            (#"{\"a\":\"say \\\"hi\\\"\"}"#, #"{"a":"say \"hi\""}"#),
            (#"{\"a\":\"say \\"hi\\"\"}"#, #"{"a":"say \"hi\""}"#),
            (#"{\"a\":\"new\\nline\",\"b\":\"\\u00e9\"}"#, #"{"a":"new\nline","b":"\u00e9"}"#),
            (#"{\"a\":\"new\nline\"}"#, #"{"a":"new\nline"}"#),
            (#"[\"a\"]"#, #"["a"]"#),
        ])
    func undone(written: String, meant: String) {
        let reading = Reading("2026-11-20 08:00:00;T;U;H;sent;;A;\"\(written)\"\n")
        #expect(reading.rows.map { $0[7] } == [meant])
    }

    @Test("are undone in a row's other fields, too")
    func otherFields() {
        let row = #"2026-11-20 08:00:00;T;U;H;failed;"{\"reason\":\"Bad\"}";A;"{\"a\":1}""# + "\n"
        #expect(Reading(row).rows.map { $0[5] } == [#"{"reason":"Bad"}"#])
        // Here the description alone shows it.
        let empty = #"2026-11-20 08:00:00;T;U;H;failed;"{\"reason\":\"Bad\"}";A;"# + "\n"
        #expect(Reading(empty).rows.map { $0[5] } == [#"{"reason":"Bad"}"#])
    }

    @Test("are kept in text that is no JSON either way, since PHP writes such text so")
    func otherText() {
        let row = #"2026-11-20 08:00:00;T;U;H;failed;"say \"hi\" now";A;"# + "\n"
        #expect(Reading(row).rows.map { $0[5] } == [#"say \"hi\" now"#])
    }
}
