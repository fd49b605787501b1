import Foundation
import Testing

/// `pushtrail` installed in a scratch folder as the samples expect it: programs, store, key, spool.
struct Installation {
    let scratch: Scratch
    /// What `pushtrail key show` prints.
    let verifierKey: String

    /// The folders that samples name, and their stand-ins.
    private var folders: [(named: String, path: String)] {
        [
            ("/usr/local/bin", "bin"), ("/var/lib/pushtrail", "lib/pushtrail"), ("/var/spool/pushtrail", "spool"),
            ("/etc/pushtrail", "etc"), ("%S", "lib"),
        ].map { ($0.0, scratch.path + "/" + $0.1) }
    }

    /// - Parameter store: whether there is a store yet.
    init(store: Bool = true) async throws {
        scratch = try Scratch()
        for folder in ["bin", "lib/pushtrail/backup", "spool/incoming", "etc"] {
            try FileManager.default.createDirectory(
                atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
        }
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/bin/pushtrail", withDestinationPath: Place.binary)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path + "/bin/pushtrail-daily-log",
            withDestinationPath: "\(Place.samples)/pushtrail-daily-log")
        if store { try await scratch.pushtrail("store", "create", "--store", "lib/pushtrail/pushtrail.db") }
        let key = try await scratch.pushtrail(
            "key", "new", "--origin", "example.com/push", "-o", "lib/pushtrail/ledger.key")
        try #require(key.exit == 0, "\(key.errors)")
        verifierKey = key.text.trimmingCharacters(in: .newlines)
    }

    /// A sample's text with this installation's folders and key in place of those that it names.
    func text(of sample: String) throws -> String {
        let text = try String(contentsOfFile: "\(Place.samples)/\(sample)", encoding: .utf8)
        return folders.reduce(text) { $0.replacing($1.named, with: $1.path) }
            .replacing("example.com/push+00000000+AAAA", with: verifierKey)
    }

    /// Runs a shell command as cron and systemd do: with the variables that are given, and no others.
    @discardableResult
    func run(_ command: String, variables: [String: String] = [:]) async throws -> Finished {
        let variables = variables.map { "\($0)=\($1)" }.sorted()
        return try await scratch.run("env", ["-i", "HOME=\(scratch.path)"] + variables + ["/bin/sh", "-c", command])
    }

    /// Puts a file with three days' events up to now into the spool.
    func send(_ name: String, messages: Int = 60, seed: Int = 1) async throws {
        let made = try await scratch.pushtrail(
            "simulate", "--quiet", "--messages", "\(messages)", "--days", "3", "--seed", "\(seed)", "-o",
            "spool/incoming/\(name)")
        try #require(made.exit == 0, "\(made.errors)")
    }

    /// The names in a folder, without the times before them.
    func names(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/\(folder)")) ?? []
        return names.filter { !$0.hasPrefix(".") }.map { String($0.trimmingPrefix(/\d{4}-\d\d-\d\dT\d{6}Z-/)) }.sorted()
    }
}
