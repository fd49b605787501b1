import Analysis
import Foundation
import LogArchive

/// The timeline of some rows, which are read from a log; from several, cut in so many parts.
func timeline(
    of subject: TimelineSubject, in rows: [Row], parts: Int = 1, _ search: TimelineSearch = TimelineSearch()
) throws -> Timeline {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for part in 0..<parts {
        let log = rows.enumerated().filter { $0.offset % parts == part }.map(\.element)
        try Data(log.csv).write(to: folder.appending(path: "\(part).csv"))
    }
    return try search.timeline(of: subject, in: [.path(folder.path())]).timeline
}
