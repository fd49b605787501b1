import Foundation
import Subprocess

/// A running `pushtrail serve`, on a free port.
struct Server: Sendable {
    let scratch: Scratch
    /// Where it listens, as its log says: `http://127.0.0.1:PORT`.
    let url: String
    let process: Int32
    /// The file of the scratch folder that has its log.
    let logName: String

    var port: String { url.split(separator: ":").last.map(String.init) ?? "" }
    var log: String { get throws { String(decoding: try scratch.file(logName), as: UTF8.self) } }

    func send(_ signal: Int32) { kill(process, signal) }

    /// The most memory that it ever had, in bytes, as Linux counts it.
    var peakMemory: Int { get throws { try memory("VmHWM:") } }
    /// The memory that it has, in bytes.
    var memory: Int { get throws { try memory("VmRSS:") } }

    private func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) << 10
    }
}

/// How a server is run.
struct Serving: Sendable {
    var options: [String] = []
    /// The port; 0 lets the system choose a free one.
    var port = "0"
    /// Those, and no limit of time that a busy machine could reach, unless the test is about it.
    var allOptions: [String] {
        options + ["--request-timeout", "--body-timeout"].filter { !options.contains($0) }.flatMap { [$0, "3600"] }
    }
    /// What it is ended with, unless the test ended it.
    var ending = SIGTERM

    init(_ options: String..., port: String = "0", ending: Int32 = SIGTERM) {
        self.options = options
        self.port = port
        self.ending = ending
    }
}

/// The server ended before it listened, or did not listen in time.
struct ServerIsDown: Error, CustomStringConvertible {
    var log: String
    var description: String { "the server does not listen; its log: \(log)" }
}

extension Scratch {
    /// Runs a server over the store of this folder for as long as `body` does.
    ///
    /// - Returns: how it ended; its errors are its log.
    @discardableResult
    func serving(_ serving: Serving = Serving(), _ body: (Server) async throws -> Void) async throws -> Finished {
        try await running(["serve", "--port", serving.port] + serving.allOptions, ending: serving.ending, body)
    }

    /// Runs `pushtrail` as a server in this folder for as long as `body` does.
    ///
    /// - Parameters:
    ///   - command: its arguments; its log says where it listens.
    ///   - signal: what it is ended with, unless the test ended it.
    ///   - body: receives the server once it listens.
    /// - Returns: how it ended; its errors are its log.
    @discardableResult
    func running(
        _ command: [String], ending signal: Int32, _ body: (Server) async throws -> Void
    ) async throws -> Finished {
        let logName = "serve-\(UUID().uuidString).log"
        let result = try await Subprocess.run(
            .name("sh"),
            arguments: Arguments(Self.withLog(logName) + [path, Place.binary] + command),
            environment: environment, input: .none, output: .discarded, error: .discarded
        ) { execution in
            let process = execution.processIdentifier.value
            // Nothing that a test does may leave a server behind.
            var ending = SIGKILL
            defer { kill(process, ending) }
            let url = try await self.address(in: logName)
            try await body(Server(scratch: self, url: url, process: process, logName: logName))
            ending = signal
        }
        return Finished(
            exit: Self.code(result.terminationStatus), output: [],
            errors: String(decoding: try file(logName), as: UTF8.self))
    }

    /// Waits until a server's log says where it listens.
    private func address(in logName: String) async throws -> String {
        for _ in 0..<60_000 {
            let log = String(decoding: (try? file(logName)) ?? [], as: UTF8.self)
            if let match = log.firstMatch(of: /https?:\/\/(127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1?\]):[0-9]+/) {
                return String(match.output.0)
            }
            if log.contains("error:") { throw ServerIsDown(log: log) }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ServerIsDown(log: String(decoding: (try? file(logName)) ?? [], as: UTF8.self))
    }

    /// `exec` leaves the server in the shell's place, so that a signal reaches the server itself. It may open as many
    /// files as the system lets it.
    private static func withLog(_ name: String) -> [String] {
        ["-c", #"cd "$0" && ulimit -n "$(ulimit -Hn)" && exec "$@" 2>\#(name)"#]
    }
}
