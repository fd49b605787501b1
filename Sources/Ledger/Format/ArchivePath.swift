import TrackingLog
import TransparencyLog

/// The paths in an archive: `2026/11/2026-11-20.zip`, its manifest, its salts and its search index beside it, and the
/// ledger.
enum ArchivePath {
    static let ledger = "ledger"
    static let checkpoint = "ledger/checkpoint"
    /// The empty file that a writer holds; it stays.
    static let lock = "ledger/lock"
    /// What an erasure that is under way, or was stopped, is about; see ``StagedErasure``.
    static let erasing = "ledger/erasing"

    static func folder(_ day: Day) -> String {
        let name = "\(day)"
        return "\(name.prefix(4))/\(name.dropFirst(5).prefix(2))"
    }

    static func zip(_ day: Day) -> String { "\(folder(day))/\(day).zip" }
    static func manifest(_ day: Day) -> String { "\(folder(day))/\(day).manifest.json" }
    /// The salts of the night's rows.
    static func salts(_ day: Day) -> String { "\(folder(day))/\(day).salts" }
    /// The list of the night's rows that were erased.
    static func erased(_ day: Day) -> String { "\(folder(day))/\(day).erased" }
    /// The path of the salts beside a zip.
    static func salts(besideZip path: String) -> String { path.dropLast(4) + ".salts" }
    /// The index by which the night's rows are searched for.
    static func index(_ day: Day) -> String { "\(folder(day))/\(day).index" }
    /// The path of the search index beside a zip.
    static func index(besideZip path: String) -> String { path.dropLast(4) + ".index" }
    static func entry(_ day: Day) -> String { "tracking-log-\(day).csv" }
    /// The RFC 3161 response for the checkpoint of some size.
    static func timestamp(size: Int) -> String { "ledger/checkpoint-\(size).tsr" }

    /// The erasure that is an entry of the ledger, by its place there.
    static func erasure(_ index: Int) -> String { "ledger/erasure-\(index).json" }

    /// The place of the entry in the path of an erasure; nil for any other path.
    static func index(erasure path: String) -> Int? {
        guard path.hasPrefix("ledger/erasure-"), path.hasSuffix(".json") else { return nil }
        return Int(decimal: path.dropFirst(15).dropLast(5))
    }

    /// The day of an archive's path; nil for any other path.
    static func day(zip path: String) -> Day? {
        guard path.hasSuffix(".zip"), let day = Day(path.dropLast(4).suffix(10)), zip(day) == path else { return nil }
        return day
    }

    /// The day of a manifest's path; nil for any other path.
    static func day(manifest path: String) -> Day? {
        path.hasSuffix(".manifest.json") ? day(zip: path.dropLast(14) + ".zip") : nil
    }

    /// The day of a search index's path; nil for any other path.
    static func day(index path: String) -> Day? {
        path.hasSuffix(".index") ? day(zip: path.dropLast(6) + ".zip") : nil
    }

    /// The day of the path of salts; nil for any other path.
    static func day(salts path: String) -> Day? {
        path.hasSuffix(".salts") ? day(zip: path.dropLast(6) + ".zip") : nil
    }

    /// The checkpoint's size in the path of an RFC 3161 response; nil for any other path.
    static func size(timestamp path: String) -> Int? {
        guard path.hasPrefix("ledger/checkpoint-"), path.hasSuffix(".tsr") else { return nil }
        return Int(decimal: path.dropFirst(18).dropLast(4))
    }
}
