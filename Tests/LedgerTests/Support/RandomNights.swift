import Analysis
import Foundation
import LogArchive
import TrackingLog
import TransparencyLog

@testable import Ledger

/// A sealed archive of nights of random rows, each of several blocks.
struct RandomNights {
    let folder: TestFolder
    let nights: Int
    /// The codes and the hwids of the rows, and some that no row has.
    let codes: [String]
    let hwids: [String]
    var archive: String { folder.path + "/archive" }

    private static let firstDay = Day(daysSince1970: 20_777)

    static func day(_ night: Int) -> Day { firstDay.adding(days: Int64(night)) }
    func zip(_ night: Int) -> String { "\(archive)/\(ArchivePath.zip(Self.day(night)))" }
    func index(_ night: Int) -> String { "\(archive)/\(ArchivePath.index(Self.day(night)))" }

    init(seed: UInt64, nights: Int, rows: Int) throws {
        var random = Random(state: seed)
        folder = try TestFolder()
        self.nights = nights
        codes = (0..<300).map { "T-\($0 % nights)-\($0)" } + Self.oddCodes
        hwids = (0..<200).map { "device-\($0)" } + ["d\"q", ""]
        var writer = try LedgerWriter(archive: archive, keys: [SigningKey(new: "example.com/push")])
        for night in 0..<nights {
            var text: [UInt8] = []
            for row in 0..<rows { text += self.row(night, row, of: rows, &random) }
            _ = try writer.publish(Self.day(night), firstEvent: night * rows + 1, events: rows) { log in
                var start = 0
                while start < text.count {
                    // In pieces of whole rows: the header and each row end with the only LF that is in no quotes.
                    let end = Self.end(after: min(start + 300_000, text.count), of: text)
                    try log.append(text.span.extracting(start..<end))
                    start = end
                }
            }
        }
    }

    /// Codes with quotes, separators and line ends, or with spaces around them. Only the last night has them.
    static let oddCodes = ["a\"b", "\"", "x;y", "line\nend", " spaced ", "back\\\"slash", "ümlaut"]

    private func row(_ night: Int, _ row: Int, of rows: Int, _ random: inout Random) -> [UInt8] {
        let second = Int64(86_399 * row / rows)
        let isLast = night == nights - 1
        // Most messages are of one night, some of all.
        let own = "T-\(night)-\(Int(random.next() % 100) * nights + night)"
        let other = isLast && random.next() % 20 == 0 ? Self.oddCodes : Array(codes.prefix(6))
        let code = random.next() % 60 == 0 ? other.randomElement(using: &random) ?? "" : own
        let noise = String(random.next(), radix: 36) + String(repeating: "x", count: Int(random.next() % 900))
        let payload =
            isLast && random.next() % 400 == 0 ? "a \\\"text\\\" \(noise)" : #"{"aps":{"alert":"\"\#(noise)\""}}"#
        let hwid = hwids.randomElement(using: &random) ?? ""
        let status = ["created", "sent", "delivered", "opened"][Int(random.next() % 4)]
        var line: [UInt8] = []
        CSVDialect.appendTime(Self.day(night).start.adding(seconds: second), to: &line)
        for field in [code, "user", hwid, status, "", "AAAAA-00000", payload] {
            line.append(CSVDialect.separator)
            let bytes = Array(field.utf8)
            var written = [UInt8](repeating: 0, count: 2 * bytes.count + 2)
            let count = written.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.map { CSVDialect.write(bytes.span, at: $0) } ?? 0
            }
            line += written[..<count]
        }
        return line + [0x0A]
    }

    /// The end of the row that ends at an offset or after it.
    private static func end(after offset: Int, of text: [UInt8]) -> Int {
        var end = offset
        // A row begins with its time.
        while end < text.count, !(text[end - 1] == 0x0A && text[end...].starts(with: Array("\"2026-".utf8))) {
            end += 1
        }
        return end
    }

    struct Random: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return mixed ^ mixed >> 31
        }
    }
}
