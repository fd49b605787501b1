import Foundation
import LogVerification
import TrackingLog
import TransparencyLog

@testable import Ledger

/// An archive of a few nights with a few rows each, in `archive` of a scratch folder, signed by a key of its own.
struct SampleArchive {
    static let origin = "example.com/push"
    static let firstDay = Day(daysSince1970: 20_773)
    static let nights = 4

    let key: SigningKey
    let scratch: Scratch

    /// The day of a night, from 0.
    static func day(_ night: Int) -> Day { firstDay.adding(days: Int64(night)) }
    /// The path of a night's zip below the scratch folder.
    static func zip(_ night: Int) -> String { "archive/" + ArchivePath.zip(day(night)) }
    static func manifest(_ night: Int) -> String { "archive/" + ArchivePath.manifest(day(night)) }
    static func salts(_ night: Int) -> String { "archive/" + ArchivePath.salts(day(night)) }
    static func entry(_ night: Int) -> String { ArchivePath.entry(day(night)) }

    var vkey: String { key.verifier.description }

    init(nights: Int = SampleArchive.nights, rows: Int = 12, key: SigningKey? = nil) throws {
        scratch = try Scratch()
        self.key = try key ?? SigningKey(new: Self.origin)
        try publish(0..<nights, rows: rows)
    }

    /// An archive whose nights have just these rows.
    init(_ nights: [[String]]) throws {
        try self.init(nights: 0)
        var writer = try LedgerWriter(archive: scratch.path + "/archive", keys: [key])
        var first = 1
        for (night, rows) in nights.enumerated() {
            let text = Array(rows.map { $0 + "\n" }.joined().utf8)
            _ = try writer.publish(Self.day(night), firstEvent: first, events: rows.count) {
                try $0.append(text.span)
            }
            first += rows.count
        }
    }

    /// A row of a night.
    static func row(_ night: Int, _ code: String, _ status: String, second: Int = 0) -> String {
        "\"\(day(night).start.adding(seconds: Int64(second)))\";\(code);user-1;8a5f1f533537ab34;\(status);;C90C0-0E786;"
    }

    /// Publishes some nights; `archive` names another folder of the scratch folder.
    func publish(_ nights: Range<Int>, rows: Int = 12, in archive: String = "archive", different: Bool = false) throws {
        var writer = try LedgerWriter(archive: scratch.path + "/" + archive, keys: [key])
        for night in nights {
            let text = Array(Self.rows(night, count: rows, different: different).utf8)
            try plantSalts(night, rows: rows, in: archive, different: different)
            _ = try writer.publish(Self.day(night), firstEvent: night * rows + 1, events: rows) {
                try $0.append(text.span)
            }
        }
    }

    /// Gives a night salts that are not random, so that two archives of the same rows are the same.
    private func plantSalts(_ night: Int, rows: Int, in archive: String, different: Bool) throws {
        let url = URL(filePath: "\(scratch.path)/\(archive)/\(ArchivePath.salts(Self.day(night)))")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let root = SHA256Hash.of(Array("\(night) \(different)".utf8))
        let salts = NightSalts(rows: rows, seeds: [NightSalts.Seed(depth: 0, index: 0, value: root)])
        try Data(salts.text.utf8).write(to: url)
    }

    /// A night's rows: messages that are created, sent and delivered, and at the night's end one that is late.
    static func rows(_ night: Int, count: Int, different: Bool = false) -> String {
        var rows: [String] = []
        for number in 0..<count {
            let status = ["created", "sent", "delivered"][number % 3]
            let time = day(night).start.adding(seconds: number == 0 ? -60 : Int64(number) * 10)
            let code = "N\(night)-\(number / 3)\(different ? "-other" : "")"
            let payload = #""{""aps"":{""alert"":""Hello""}}""#
            rows.append("\"\(time)\";\(code);user-\(number / 3);8a5f1f533537ab34;\(status);;C90C0-0E786;\(payload)\n")
        }
        return rows.joined()
    }

    /// Runs `verify` on the archive with its key.
    func verify(_ options: String..., keys: [String]? = nil, path: String = "archive") async throws -> Verified {
        let named = (keys ?? [vkey]).flatMap { ["--vkey", $0] }
        let finished = try await scratch.run(Place.binary, ["verify", path, "--json"] + named + options)
        return try Verified(finished)
    }
}

/// What `verify --json` said.
struct Verified {
    struct Document: Decodable {
        struct Finding: Decodable {
            var code: String
            var gravity: String
            var path: String
            var entry: String?
            var row: Int?
            var count: Int
            var reason: String
        }
        struct Timestamp: Decodable {
            var time: String
            var authentic: Bool?
        }
        var result: String
        var rows: Int
        var timestamp: Timestamp?
        var findings: [Finding]
    }

    var exit: Int32
    var document: Document

    /// The codes, each once.
    var codes: Set<String> { Set(document.findings.map(\.code)) }

    init(_ finished: Finished) throws {
        exit = finished.exit
        document = try JSONDecoder().decode(Document.self, from: Data(finished.output))
    }
}
