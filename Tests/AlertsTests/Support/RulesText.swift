import Alerts
import Foundation
import TrackingLog

/// Rules as they stand in a file.
enum RulesText {
    /// The rules of a text.
    static func read(_ text: String, zone: LocalZone? = nil) throws -> AlertRules {
        try withFolder { folder in
            try Data(text.utf8).write(to: folder.appending(path: "rules.json"))
            return try AlertRules.read(folder.appending(path: "rules.json").path()) { name in
                name == "Europe/Berlin" ? zone ?? LocalZone(offset: 3600) : nil
            }
        }
    }

    static func quietHours(_ text: String, _ zone: LocalZone) throws -> QuietHours? {
        let rules = try read(
            #"{"schema":"pushtrail.rules/1","rules":[{"name":"x","when":"open<1","quiet_hours":"\#(text)"}]}"#,
            zone: zone)
        return rules.rules[0].quietHours
    }

    static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-alerts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }
}
