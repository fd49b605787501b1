import Foundation

/// Where things lie in the repository.
enum Place {
    /// `Tests/EndToEndTests`.
    static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    static let repository = tests.deletingLastPathComponent().deletingLastPathComponent()
    static let samples = repository.appending(path: "samples").path()
    static let cases = tests.appending(path: "Cases")

    /// A program of `Peers/`, to be run by its interpreter.
    static func peer(_ name: String) -> String {
        tests.appending(path: "Peers/\(name)").path()
    }

    /// The built binary: `PUSHTRAIL_BINARY`, else that of a debug build.
    static let binary =
        ProcessInfo.processInfo.environment["PUSHTRAIL_BINARY"]
        ?? repository.appending(path: ".build/debug/pushtrail").path()

    /// The Python of `scripts/venv`: `PUSHTRAIL_PYTHON`, else the system's.
    static let python = ProcessInfo.processInfo.environment["PUSHTRAIL_PYTHON"] ?? "python3"
}
