import ForeignLogs
import Foundation
import Subprocess
import Testing

@Suite("Every event of what an independent writer wrote is read back, and no other")
struct TruthTests {
    /// A folder of the writer's, and the name that its file has for the vendor.
    struct Export: CustomTestStringConvertible, Sendable {
        var folder: String
        var source = "export.json"
        var testDescription: String { folder }
        var vendor: String { String(folder.prefix { $0 != "/" }) }

        init(_ folder: String, _ source: String = "export.json") { (self.folder, self.source) = (folder, source) }

        static let all: [Export] =
            [
                "fcm/lines", "fcm/table", "onesignal/flat", "onesignal/nested", "customerio/lines", "sns/lines",
                "sns/events",
                "sns/batches", "braze/nested", "braze/batches",
            ].map { Export($0) } + [Export("onesignal/audience", Samples.audienceFile)]
            + ["Send", "Bounce", "Open", "IosForeground"].flatMap { kind in
                [
                    Export("braze/avro/\(kind)", Samples.brazePath(kind)),
                    Export(
                        "braze/plain/\(kind)", "USERS_MESSAGES_PUSHNOTIFICATION_\(kind.uppercased())_SHARED.json.gz"),
                ]
            }
    }

    /// An event as the writer has it: time, code, hwid, status, reason, target, platform, app, name.
    private typealias Row = [String]

    @Test("in each vendor's shapes, shuffled and doubled", arguments: 1...3)
    func truth(seed: Int) async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "foreign-truth-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Peers/truth.py").path()
        let python = ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] ?? "python3"
        let result = try await Subprocess.run(
            .name("env"), arguments: [python, program, "\(seed)", root.path()], output: .discarded,
            error: .string(limit: 1 << 20))
        try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        for export in Export.all { try check(export, in: root.appending(path: export.folder)) }
    }

    private func check(_ export: Export, in folder: URL) throws {
        let truth = try lines(folder.appending(path: "truth.ndjson")).map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Row)
        }
        let found = try translated(export, folder)
        #expect(found.rejects == [], "\(export)")
        let events = try found.events.map(row)
        #expect(events.count > truth.count, "\(export): some records stand there twice")
        let (ours, theirs) = (Set(events), Set(truth))
        let (missing, excess) = (theirs.subtracting(ours), ours.subtracting(theirs))
        #expect(missing.isEmpty, "\(export): \(missing.count) missing, such as \(missing.first ?? [])")
        #expect(excess.isEmpty, "\(export): \(excess.count) too many, such as \(excess.first ?? [])")
        #expect(!truth.isEmpty)
    }

    private func translated(_ export: Export, _ folder: URL) throws -> Translated {
        let table = folder.appending(path: "table.csv")
        guard FileManager.default.fileExists(atPath: table.path()) else {
            let objects = try lines(folder.appending(path: "records.ndjson"))
            let first = Array(try #require(objects.first).utf8)
            let recognition = ForeignFormat.recognize(object: first.span, source: export.source)
            return Translated(objects, try format(export, recognition), source: export.source)
        }
        var rows = rows(ofTable: try String(contentsOf: table, encoding: .utf8))
        let columns = rows.removeFirst()
        let recognition = ForeignFormat.recognize(columns: columns, source: export.source)
        return Translated(columns: columns, rows, try format(export, recognition), source: export.source)
    }

    private func format(_ export: Export, _ recognition: ForeignRecognition?) throws -> ForeignFormat {
        let recognition = try #require(recognition, "\(export) is recognized")
        #expect(recognition.format.name == export.vendor)
        #expect(recognition.missing == [], "\(export)")
        return recognition.format
    }

    private func row(_ event: Event) throws -> Row {
        var (platform, name) = ("", "")
        if !event.payload.isEmpty {
            let json = try JSONSerialization.jsonObject(with: Data(event.payload.utf8))
            let payload = try #require(json as? [String: Any])
            platform = payload["aps"] == nil ? payload["platform"] as? String ?? "" : "ios"
            let md = payload["md"] as? [String: Any]
            name = md?["name"] as? String ?? ""
            if let person = md?["user_id"] as? String { #expect(person == event.target) }
        }
        return [
            event.time, event.code, event.hwid, event.status, event.reason, event.target, platform, event.app, name,
        ]
    }

    private func lines(_ file: URL) throws -> [String] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// The rows of a table in RFC 4180's CSV.
    private func rows(ofTable text: String) -> [[String]] {
        var rows: [[String]] = [[""]]
        var (isQuoted, wasQuote) = (false, false)
        var scalars = text.unicodeScalars.makeIterator()
        while let scalar = scalars.next() {
            let end = rows.count - 1
            switch scalar {
            case "\"":
                isQuoted.toggle()
                // The second of two quotes reopens the field.
                if isQuoted, wasQuote { rows[end][rows[end].count - 1] += "\"" }
            case "," where !isQuoted: rows[end].append("")
            case "\n" where !isQuoted: rows.append([""])
            case "\r" where !isQuoted: break
            default: rows[end][rows[end].count - 1].unicodeScalars.append(scalar)
            }
            wasQuote = scalar == "\"" && !isQuoted
        }
        return rows.dropLast()
    }
}
