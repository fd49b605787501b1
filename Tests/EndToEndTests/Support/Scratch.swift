import Foundation
import Subprocess

/// A folder of a test's own, with `samples` at hand and `pushtrail` on the path. It goes when the test lets go of it.
final class Scratch: Sendable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: "samples").path(), withDestinationPath: Place.samples)
        path = folder.path()
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Runs a program in the folder, to its end.
    @discardableResult
    func run(_ program: String, _ arguments: [String], input: [UInt8] = []) async throws -> Finished {
        let result = try await Subprocess.run(
            .name("sh"), arguments: Arguments(Self.inFolder + [path, program] + arguments), environment: environment,
            input: .array(input), output: .bytes(limit: 1 << 30), error: .string(limit: 1 << 20))
        return Finished(
            exit: Self.code(result.terminationStatus), output: result.standardOutput,
            errors: result.standardError)
    }

    /// Runs `pushtrail`, to its end.
    @discardableResult
    func pushtrail(_ arguments: String..., input: [UInt8] = []) async throws -> Finished {
        try await run(Place.binary, arguments, input: input)
    }

    /// Runs `pushtrail` for a while, then kills it as a power cut would. It may have ended before.
    func pushtrail(_ arguments: String..., killedAfter delay: Duration) async throws {
        _ = try await Subprocess.run(
            .name("sh"), arguments: Arguments(Self.inFolder + [path, Place.binary] + arguments),
            environment: environment, input: .none, output: .discarded, error: .discarded
        ) { execution in
            try await Task.sleep(for: delay)
            try? execution.send(signal: .kill)
        }
    }

    func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path).appending(path: name)))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path).appending(path: name))
    }

    /// The names of all files in the folder and those below it, in order, but for the samples.
    func names() throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: path).filter { !$0.hasPrefix("samples") }.sorted()
    }

    /// `exec` leaves the program in the shell's place, so that a signal reaches the program itself.
    private static let inFolder = ["-c", #"cd "$0" && exec "$@""#]

    /// The same surroundings for every run: no colours, plain messages, UTC, no store named.
    var environment: Environment {
        let folder = URL(filePath: Place.binary).deletingLastPathComponent().path()
        let inherited = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return .inherit.updating([
            "PATH": "\(folder):\(inherited)", "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1",
            "PUSHTRAIL_STORE": nil, "PYTHON": Place.python,
        ])
    }

    static func code(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }
}
