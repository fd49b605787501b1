import Foundation
import LogArchive

/// Calls `body` with a folder for other files and the logs of rows, cut in so many parts. Both are gone afterwards.
func withLogs<Result>(
    of rows: [Row], parts: Int = 1, _ body: (_ folder: URL, _ logs: [LogInput]) throws -> Result
) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
    let logs = folder.appending(path: "logs")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for part in 0..<parts {
        let log = rows.enumerated().filter { $0.offset % parts == part }.map(\.element)
        try Data(log.csv).write(to: logs.appending(path: "\(part).csv"))
    }
    return try body(folder, [.path(logs.path())])
}
