import Durability
import TrackingLog

/// What a file seems to be by its first bytes, for errors about files of another kind than expected.
enum FileNature: CustomStringConvertible {
    case folder, empty, zip, gzip, database, privateKey, trackingLog, tally, json

    private static let beginnings: [(bytes: [UInt8], nature: FileNature)] = [
        ([0x50, 0x4B, 3, 4], .zip), ([0x50, 0x4B, 5, 6], .zip), ([0x1F, 0x8B], .gzip),
        (Array("SQLite format 3".utf8), .database), (Array("PRIVATE+KEY+".utf8), .privateKey),
        // A store's write-ahead log may hold its latest events.
        ([0x37, 0x7F, 0x06, 0x82], .database), ([0x37, 0x7F, 0x06, 0x83], .database),
        (Array("//timestamp;".utf8), .trackingLog), (Array("pushtrail.tally/".utf8), .tally), (Array("{".utf8), .json),
    ]

    /// - Returns: nil if it is not known.
    init?(of path: String) {
        if FileKind(at: path) == .folder {
            self = .folder
            return
        }
        guard let file = try? OpenFile(path, links: .followed) else { return nil }
        if file.size == 0 {
            self = .empty
            return
        }
        var head = [UInt8](repeating: 0, count: min(16, file.size))
        guard (try? head.withUnsafeMutableBytes { try file.read(into: $0) }) == head.count,
            let nature = Self.beginnings.first(where: { head.starts(with: $0.bytes) })?.nature
        else { return nil }
        self = nature
    }

    /// What it is called, with its article.
    var description: String {
        switch self {
        case .folder: "a folder"
        case .empty: "empty"
        case .zip: "a zip"
        case .gzip: "compressed with gzip"
        case .database: "a SQLite database"
        case .privateKey: "a private key"
        case .trackingLog: "a tracking log"
        case .tally: "a tally"
        case .json: "JSON"
        }
    }
}
