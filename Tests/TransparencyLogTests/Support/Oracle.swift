import Foundation
import Subprocess

/// Programs of `Oracle/`, which compute what we compute by other means.
enum Oracle {
    private static let environment = ProcessInfo.processInfo.environment

    /// The Python of `scripts/venv`: `PUSHTRAIL_PYTHON`, else the system's.
    private static let interpreter = environment["PUSHTRAIL_PYTHON"] ?? "python3"

    /// Whether pymerkle is there; in CI a peer that is missing is a failure.
    static let hasPymerkle: Bool = {
        if environment["CI"] == "true" { return true }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [interpreter, "-c", "import pymerkle"]
        process.standardError = FileHandle.nullDevice
        try? process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// What a program of `Oracle/` prints.
    static func python(_ arguments: [String]) async throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let program = folder.appending(path: "Oracle/\(arguments[0])").path()
        let result = try await Subprocess.run(
            .name("env"), arguments: Arguments([interpreter, program] + arguments.dropFirst()),
            output: .string(limit: 1 << 24),
            error: .string(limit: 1 << 16))
        guard result.terminationStatus.isSuccess else { throw OracleFailure(errors: result.standardError) }
        return result.standardOutput
    }
}

/// A program of `Oracle/` that did not end well.
struct OracleFailure: Error {
    var errors: String
}
