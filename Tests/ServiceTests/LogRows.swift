import Foundation
import HTTPTypes
import HummingbirdTesting
import LogArchive
import TrackingLog

extension Client {
    /// The rows of a token's log, field by field and unquoted, because no field of a test holds a separator.
    func rows(of token: String) async throws -> [[String]] {
        let zip = try await send(.get, try await log(token))
        return try logRows(of: zip.bytes)
    }
}

/// The rows of a zipped log.
func logRows(of zip: [UInt8]) throws -> [[String]] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).zip").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(zip).write(to: URL(fileURLWithPath: path))
    var rows: [[String]] = []
    _ = try LogReader().read([.path(path)], into: &rows) { rows, batch, _ in
        rows += batch.rows.map { row in
            [
                row.time.description, batch.string(row.trackingCode), batch.string(row.hwid),
                batch.string(row.statusWord),
            ]
        }
    }
    return rows
}
