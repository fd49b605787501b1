import Foundation
import ForeignLogs
import Testing
import TrackingLog

@testable import LogArchive

/// The same FCM events in every container and shape that an export can come in.
@Suite("Another vendor's export")
struct ForeignReadingTests {
    /// Writes events in a shape: `vendor.py FOLDER SHAPE`.
    private static let writer = """
        import csv, gzip, io, json, random, sys, zipfile
        folder, shape = sys.argv[1:]
        random.seed(11)
        words = ['MESSAGE_ACCEPTED', 'MESSAGE_DELIVERED', 'MISMATCH_SENDER_ID', 'PAYLOAD_TOO_LARGE']
        labels = ['plain', 'two\\nlines', 'a "quoted" one', 'comma, or ; or }', 'é😀', '']
        events = [{'event_timestamp': '2026-11-20 08:%02d:%02d.120000 UTC' % (i // 60 % 60, i % 60),
                   'project_number': '1', 'message_id': '0:%d%%a' % i, 'instance_id': 'inst%d' % (i % 97),
                   'message_type': 'TOPIC' if i % 50 == 0 else 'DISPLAY_NOTIFICATION',
                   'sdk_platform': random.choice(['ANDROID', 'IOS']), 'app_name': 'com.example.shop',
                   'event': random.choice(words), 'analytics_label': random.choice(labels)} for i in range(2500)]
        lines = '\\n'.join(json.dumps(e, ensure_ascii=False) for e in events) + '\\n'
        text = lines
        if shape == 'array': text = json.dumps(events)
        if shape == 'pretty': text = json.dumps(events, indent=2)
        if shape == 'behind-times': text = ''.join('2026-11-20T08:00:00.000Z ' + l + '\\n' for l in lines.splitlines())
        if shape.startswith('table'):
            out = io.StringIO(newline='')
            write = csv.DictWriter(out, list(events[0]), delimiter=';' if shape.endswith('semicolons') else ',')
            write.writeheader(); write.writerows(events)
            text = out.getvalue()
        data = text.encode()
        if shape == 'gzip': data = gzip.compress(data)
        if shape == 'zip':
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('bquxjob_1.json', data)
            data = packed.getvalue()
        open(folder + '/export', 'wb').write(data)
        open(folder + '/lines', 'w').write(lines)
        """

    @Test(
        "is read the same from every shape and container, however it is cut",
        arguments: ["array", "pretty", "behind-times", "table", "table-semicolons", "gzip", "zip"])
    func shapes(shape: String) async throws {
        let folder = try TemporaryFolder()
        try await ForeignZipTests.run("python3", [try folder.file("vendor.py", Self.writer), folder.path, shape])
        let (truth, summary) = try LogWriterTests.read(folder.path + "/lines")
        #expect(truth.rejects == [] && truth.rows.count == 2450)
        #expect(summary.sources.map(\.format?.name) == ["fcm"])
        #expect(summary.sources.map(\.skipped) == [["topic fan-out": 50]])
        for chunkSize in [1 << 20, 3000] {
            let (reading, found) = try LogWriterTests.read(folder.path + "/export") { $0.chunkSize = chunkSize }
            #expect(reading.rejects == [])
            #expect(reading.rows == truth.rows)
            #expect(found.sources.map(\.skipped) == [["topic fan-out": 50]])
        }
    }

    @Test("by a user's own map names the columns that a table does not have, needed or not, and the header of rejects")
    func unfoundColumns() throws {
        let folder = try TemporaryFolder()
        let map = #"""
            {"name": "own", "timestamp": "at", "tracking_code": "id", "hwid": ["token", "device"], "status": "status",
             "description": "reason", "app_code": "app"}
            """#
        let log = try folder.file("own.csv", "at,id,device,status\n2026-11-20 08:00:00,1,H,sent\nnever,1,H,sent\n")
        var options = ReadingOptions()
        options.foreignFormat = try ForeignFormat(map: Array(map.utf8))
        var headers: [String?] = []
        let summary = try LogReader(options: options).read([.path(log)], into: &headers) { headers, batch, _ in
            headers += batch.rejects.map { batch.header(onLine: $0.line) }
        }
        #expect(summary.warnings == ["\(log) has no column reason, app, which the map of columns names"])
        #expect(headers == [#""at","id","device","status""#])
    }

    private static let event =
        #""event_timestamp":"2026-11-20 08:00:00 UTC","project_number":"1","event":"MESSAGE_ACCEPTED""#

    @Test("that lacks what its records need is refused, with the keys")
    func lacking() throws {
        let folder = try TemporaryFolder()
        let (_, summary) = try LogWriterTests.read(
            try folder.file("a.json", "{\(Self.event),\"message_id\":\"m\"}\n"))
        #expect(
            summary.failures.map(\.reason) == [
                "Firebase Cloud Messaging, BigQuery export, but its records lack instance_id"
            ])
    }

    @Test("has its bad records named by their lines")
    func faults() throws {
        let folder = try TemporaryFolder()
        let good = "{\(Self.event),\"message_id\":\"m\",\"instance_id\":\"i\"}\n"
        let bad = "{\(Self.event.replacing("2026-11-20", with: "never")),\"message_id\":\"m\",\"instance_id\":\"i\"}\n"
        let (reading, _) = try LogWriterTests.read(try folder.file("a.json", good + bad + "nonsense\n" + good))
        #expect(reading.lines == [1, 4])
        #expect(reading.rejects.map { $0.prefix(2) } == ["2:", "3:"])
    }

    @Test("is recognized by its first records; one may be damaged, or lack what others have")
    func laterRecord() throws {
        let folder = try TemporaryFolder()
        let good = "{\(Self.event),\"message_id\":\"m\",\"instance_id\":\"i\"}\n"
        for first in ["{\"a\":\"cut o\n", "{\(Self.event),\"message_id\":\"m\"}\n"] {
            let (reading, summary) = try LogWriterTests.read(try folder.file("a.json", first + good + good))
            #expect(summary.sources.map(\.format?.name) == ["fcm"], "\(first)")
            #expect(reading.lines == [2, 3] && reading.rejects.count == 1)
        }
    }

    @Test("is recognized where one long object wraps all records")
    func wrapped() throws {
        let folder = try TemporaryFolder()
        let message =
            #"{\"status\":\"SUCCESS\",\"notification\":{\"timestamp\":\"2026-11-20 08:00:01.54\",\"messageId\":\"m\"},\"delivery\":{\"statusCode\":200,\"token\":\"t\",\"attempts\":1,\"providerResponse\":\"ok\",\"destination\":\"arn:aws:sns:eu-west-1:1:endpoint/GCM/Shop/c2\"}}"#
        let event = #"{"timestamp":1795161601540,"message":"\#(message)"}"#
        let log = try folder.file(
            "a.json", #"{"events":["# + Array(repeating: event, count: 1000).joined(separator: ",") + "]}")
        let (reading, summary) = try LogWriterTests.read(log)
        #expect(summary.sources.map(\.format?.name) == ["sns"])
        #expect(reading.rows.count == 1000 && reading.rejects == [])
    }

    @Test("has its lines counted over empty ones, however many")
    func emptyLines() throws {
        let folder = try TemporaryFolder()
        let header = "event_timestamp,project_number,message_id,instance_id,event\n"
        let row = "2026-11-20 08:00:00 UTC,1,m,i,MESSAGE_ACCEPTED\n"
        let blank = String(repeating: "\n", count: 1 << 20)
        let (reading, _) = try LogWriterTests.read(
            try folder.file(
                "a.csv", "\n" + header + "\n\n" + row + "\nnever,1,m,i,MESSAGE_ACCEPTED\n" + blank + row + blank))
        #expect(reading.lines == [5, 8 + 1 << 20])
        #expect(reading.rejects.map { $0.prefix(2) } == ["7:"])
    }

    @Test("as a table loses no row behind a line of spaces", arguments: [" ", "\t ", "   \r"])
    func blankLine(blank: String) throws {
        let folder = try TemporaryFolder()
        let header = "event_timestamp,event,project_number,message_id,instance_id\n"
        let row = "2026-11-20 08:00:00 UTC,MESSAGE_ACCEPTED,1,m,\"i\"\n"
        for chunkSize in [1 << 20, 64] {
            let (reading, _) = try LogWriterTests.read(
                try folder.file("a.csv", "\(blank)\n" + header + "\(blank)\n" + row + "\(blank)\n" + row + blank)
            ) { $0.chunkSize = chunkSize }
            #expect(reading.lines == [4, 6] && reading.rejects == [])
        }
    }

    @Test("as a table has no row of more or fewer fields, whose columns would be others; a header may come again")
    func fields() throws {
        let folder = try TemporaryFolder()
        let header = "event_timestamp,event,project_number,message_id,instance_id\n"
        let row = "2026-11-20 08:00:00 UTC,MESSAGE_ACCEPTED,1,m,i\n"
        let (reading, _) = try LogWriterTests.read(
            try folder.file(
                "a.csv",
                header + row + row.replacing(",1,", with: ",1,more,") + header + "2026-11-20 08:00:00 UTC,x,1,m\n" + row
            ))
        #expect(reading.lines == [2, 6])
        #expect(
            reading.rejects == [
                "3: 6 columns where the rows of this file have 5", "5: 4 columns where the rows of this file have 5",
            ])
        let (_, twice) = try LogWriterTests.read(
            try folder.file("b.csv", header.replacing("instance_id", with: "instance_id,EVENT") + row))
        #expect(twice.failures.map { $0.reason.hasSuffix("its header names event twice") } == [true])
    }

    @Test("of any other kind is read by a map of columns")
    func map() throws {
        let map = """
            {"name": "own", "timestamp": "when", "tracking_code": "{campaign}/{user}", "hwid": "device", "status": "what",
             "statuses": {"ok": "delivered", "no": {"status": "failed", "reason": "why"}}, "description": "why"}
            """
        let folder = try TemporaryFolder()
        let log = try folder.file(
            "a.csv", "when,campaign,user,device,what,why\n1795161600,c,u,d,ok,\n2026-11-20 08:00:01,c,u,e,no,Gone\n")
        let format = try ForeignFormat(map: Array(map.utf8))
        let (reading, summary) = try LogWriterTests.read(log) { $0.foreignFormat = format }
        #expect(summary.failures.isEmpty && reading.rejects == [])
        #expect(
            reading.rows.map { Array($0[0...4]) } == [
                ["2026-11-20 08:00:00", "c/u", "", "d", "delivered"],
                ["2026-11-20 08:00:01", "c/u", "", "e", "failed"],
            ])
    }
}
