import Foundation
import Testing
import TrackingLog

@testable import LogArchive

@Suite("JSON objects over several lines and in arrays")
struct ObjectTests {
    /// Writes the same events as JSON lines and in another shape; `objects.py FOLDER SHAPE`.
    private static let writer = """
        import json, random, sys
        folder, shape = sys.argv[1:]
        random.seed(3)
        texts = ['plain', 'a "quoted" one', 'brace } and { and ]', 'back\\\\slash', 'line\\nend', 'é😀', '[', '']
        events = [{'timestamp': '2026-11-20T08:%02d:%02dZ' % (i // 60 % 60, i % 60), 'tracking_code': 'T-%d' % i,
                   'hwid': 'H%d' % i, 'status': 'failed', 'description': random.choice(texts),
                   'payload': {'aps': {'alert': random.choice(texts), 'list': [1, [2, {'a': random.choice(texts)}]]}}}
                  for i in range(2000)]
        lines = [json.dumps(e, ensure_ascii=False) for e in events]
        open(folder + '/lines', 'w').write('\\n'.join(lines) + '\\n')
        if shape == 'array': text = json.dumps(events)
        if shape == 'compact-array': text = json.dumps(events, separators=(',', ':'))
        if shape == 'array-of-lines': text = '[\\n' + ',\\n'.join(lines) + '\\n]\\n'
        if shape == 'pretty-array': text = json.dumps(events, indent=2)
        if shape == 'pretty': text = '\\n'.join(json.dumps(e, indent=4) for e in events)
        if shape == 'pretty-with-tabs': text = '\\ufeff' + '\\r\\n'.join(json.dumps(e, indent='\\t') for e in events)
        if shape == 'several-arrays': text = '\\n'.join(json.dumps(events[i:i + 300], indent=1) for i in range(0, 2000, 300))
        open(folder + '/log', 'w', newline='').write(text)
        """

    @Test(
        "are read as JSON lines are, however they are cut",
        arguments: [
            "array", "compact-array", "array-of-lines", "pretty-array", "pretty", "pretty-with-tabs", "several-arrays",
        ])
    func shapes(shape: String) async throws {
        let folder = try TemporaryFolder()
        try await ForeignZipTests.run("python3", [try folder.file("objects.py", Self.writer), folder.path, shape])
        func rows(_ name: String, chunkSize: Int) throws -> [[String]] {
            let (reading, summary) = try LogWriterTests.read("\(folder.path)/\(name)") { $0.chunkSize = chunkSize }
            #expect(reading.rejects == [] && summary.failures.isEmpty)
            // A payload is kept as it is written: here it is compared as JSON.
            return try reading.rows.map { row in
                let payload = try JSONSerialization.jsonObject(with: Data(row[7].utf8))
                let sorted = try JSONSerialization.data(withJSONObject: payload, options: .sortedKeys)
                return row[..<7] + [String(decoding: sorted, as: UTF8.self)]
            }
        }
        let truth = try rows("lines", chunkSize: 1 << 20)
        try #require(truth.count == 2000)
        for chunkSize in [1 << 20, 5000, 100] { #expect(try rows("log", chunkSize: chunkSize) == truth) }
    }

    private static let event = #"{"timestamp":"2026-11-20T08:00:00Z","tracking_code":"T","hwid":"H","status":"sent"}"#

    @Test("bad ones are named by their lines, and cost nothing but themselves")
    func faults() {
        let text = """
            [
              \(Self.event),
              {"timestamp": "never",
               "status": "sent"},
              17,
              {"timestamp":"2026-11-20T08:00:00Z","tracking_code":"no closing quote,
               "hwid":"H","status":"sent"},
              \(Self.event)
            ]
            """
        for chunkSize in [1 << 16, 10] {
            let reading = Reading(text, chunkSize: chunkSize, shape: .objects)
            #expect(reading.lines == [2, 8])
            #expect(
                reading.rejects == [
                    "3: timestamp is not a time (YYYY-MM-DD HH:MM:SS, ISO 8601, or Unix seconds)",
                    "5: not a JSON object", "6: not a JSON object",
                ])
        }
    }

    @Test("a quote that is missing before its object's end costs that object alone")
    func missingQuote() {
        let damaged = #"{"timestamp":"2026-11-20T08:00:00Z","tracking_code":"T},"#
        let text = "[\n\(Self.event),\n\(damaged)\n\(Self.event),\n\(Self.event)\n]\n"
        for chunkSize in [1 << 16, 64] {
            let reading = Reading(text, chunkSize: chunkSize, shape: .objects)
            #expect(reading.lines == [2, 4, 5])
            #expect(reading.rejects == ["3: not a JSON object"])
        }
    }

    @Test("one that is cut off is a reject, and those before it are read")
    func cutOff() {
        let reading = Reading("[\(Self.event),\n\(Self.event),\n{\"timestamp\":\"2026", shape: .objects)
        #expect(reading.lines == [1, 2])
        #expect(reading.rejects == ["3: an object is not closed: the text ends in it"])
    }

    @Test("an array that was cut off between two of them is a failure", arguments: [",\n", "", "]"])
    func openArray(end: String) throws {
        let folder = try TemporaryFolder()
        let log = try folder.file("log.json", "[\(Self.event),\n\(Self.event)\(end)")
        let (reading, summary) = try LogWriterTests.read(log)
        #expect(reading.rows.count == 2 && reading.rejects == [])
        #expect(summary.failures.map(\.reason) == (end == "]" ? [] : ["its array is not closed: the file was cut off"]))
    }

    @Test("one that is never closed ends the reading where no record may be so long")
    func neverClosed() throws {
        let folder = try TemporaryFolder()
        let log = try folder.file(
            "log.json", "[\(Self.event),\n{\"a\":\n" + String(repeating: "1,\n", count: 1 << 20))
        let (reading, summary) = try LogWriterTests.read(log) { $0.longestRecord = 1 << 20 }
        #expect(reading.rows.count == 1)
        #expect(summary.failures.map(\.reason) == ["an object of line 1 or later is not closed within 1 MiB"])
    }

    @Test(
        "JSON lines are read by lines, also where the first is damaged",
        arguments: [#"{"timestamp":"2026"#, #"{"a":{"#, "{}", #"{"a":"b}"#, #"king_code":"T"}"#])
    func lines(first: String) throws {
        let folder = try TemporaryFolder()
        let log = try folder.file("log.ndjson", first + "\n" + Self.event + "\n" + Self.event + "\n")
        let (reading, _) = try LogWriterTests.read(log)
        #expect(reading.rows.count == 2 && reading.rejects.count == 1)
    }

    @Test("an array of any size is read in the memory of a chunk")
    func bounded() throws {
        let array = Array("[".utf8) + Array(repeating: Array((Self.event + ",\n").utf8), count: 50_000).flatMap { $0 }
        var options = ReadingOptions()
        options.chunkSize = 1 << 16
        let chunker = RecordChunker(MemorySource(array), shape: .objects, options: options)
        var batch = EventBatch()
        var rows = 0
        while case .chunk(let chunk) = chunker.next(into: &batch) {
            ObjectScanner(zone: nil).scan(&batch, count: chunk.count, isFirst: chunk.isFirst, .objects)
            rows += batch.rows.count
            #expect(batch.text.count < 1 << 18)
        }
        #expect(rows == 50_000)
    }
}
