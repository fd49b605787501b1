import Foundation
import Testing

@Suite("The production page is followed as it stands")
struct ProductionPageTests {
    private static let page = "Sources/pushtrail/pushtrail.docc/Production.md"

    /// A machine's folders, below a scratch folder.
    private struct Machine {
        let scratch: Scratch

        init() throws {
            scratch = try Scratch()
            for folder in [
                "usr/local/bin", "usr/lib/sysusers.d", "etc/systemd/system", "var/lib", "var/spool",
                "clone/.build/release",
            ] {
                try FileManager.default.createDirectory(
                    atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
            }
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path + "/clone/samples", withDestinationPath: Place.samples)
            try FileManager.default.createSymbolicLink(
                atPath: scratch.path + "/clone/.build/release/pushtrail", withDestinationPath: Place.binary)
        }

        /// Runs the page's commands: as root in the clone where they are about it, else in the folder of the store.
        @discardableResult
        func run(_ commands: String) async throws -> Finished {
            let folders = [
                "/usr/local/bin", "/usr/lib/sysusers.d", "/etc/", "/var/lib/pushtrail", "/var/spool/pushtrail",
            ]
            let commands = folders.reduce(commands) { $0.replacing($1, with: scratch.path + $1) }
            let isInClone = commands.contains("samples/")
            let script = """
                set -euo pipefail
                # What only root can do, or takes too long.
                swift() { :; }
                scripts/setup() { :; }
                systemctl() { :; }
                systemd-sysusers() { :; }
                install() {
                    local arguments=()
                    while (($#)); do
                        case "$1" in -o | -g) shift 2 ;; *) arguments+=("$1") && shift ;; esac
                    done
                    command install "${arguments[@]}"
                }
                PATH='\(scratch.path)/usr/local/bin':"$PATH"
                export PUSHTRAIL_STORE='\(scratch.path)/var/lib/pushtrail/pushtrail.db'
                cd '\(scratch.path)/\(isInClone ? "clone" : "var/lib/pushtrail")'
                \(commands)
                """
            return try await scratch.run("bash", ["-c", script])
        }

        /// Puts a file of three days' events up to now into the spool.
        func send(_ name: String, seed: Int) async throws {
            try await run(
                "pushtrail simulate --quiet --messages 80 --days 3 --seed \(seed) -o /var/spool/pushtrail/incoming/\(name)"
            )
        }

        /// The number of events in the store.
        func events() async throws -> Int {
            let status = try await run("pushtrail store status --json")
            let object = try JSONSerialization.jsonObject(with: Data(status.output))
            return try #require((object as? [String: Any])?["events"] as? Int)
        }
    }

    /// The page's blocks of commands, by the headings that they stand under.
    private static func blocks() throws -> [String: [String]] {
        let text = try String(contentsOf: Place.repository.appending(path: page), encoding: .utf8)
        let sections = text.components(separatedBy: "\n## ").map { section in
            let blocks = section.matches(of: /```sh\n([^`]*)```/).map { String($0.1) }
            return (String(section.prefix { $0 != "\n" }), blocks)
        }
        return Dictionary(uniqueKeysWithValues: sections)
    }

    @Test("installed, sealed, damaged, restored, lost and recovered from the archive alone", .hangGuard)
    func followed() async throws {
        let machine = try Machine()
        var rest = try Self.blocks()
        /// Runs a section's next block.
        func follow(_ section: String) async throws {
            var blocks = rest[section] ?? []
            let block = try #require(blocks.isEmpty ? nil : blocks.removeFirst(), "\(section) has no more commands")
            rest[section] = blocks.isEmpty ? nil : blocks
            let run = try await machine.run(block)
            #expect(run.exit == 0, "\(block)\n\(run.text)\(run.errors)")
        }

        try await follow("Install")
        try await follow("Install")
        try await follow("The key")
        try await follow("Every night")
        try await machine.send("first.ndjson", seed: 1)
        try await follow("Every night")
        try await follow("The key")
        let verifierKey = try await machine.run("pushtrail key show ledger.key").text
            .trimmingCharacters(in: .newlines)

        // More events after the backup, then a page of the store is lost.
        try await machine.send("second.ndjson", seed: 2)
        try await machine.run("pushtrail-daily-log /var/spool/pushtrail/incoming logs")
        let events = try await machine.events()
        let damaged = try await machine.run(
            "dd if=/dev/urandom of=pushtrail.db bs=4096 seek=8 count=2 conv=notrunc status=none; pushtrail store check")
        #expect(damaged.exit != 0)
        try await follow("Restore")
        try await follow("Restore")
        let restored = try await machine.events()
        #expect(restored < events)
        try await follow("Restore")
        #expect(try await machine.events() == events)
        try await follow("Restore")

        // Everything but the archive is lost.
        try await follow("Restore")
        let recovered = try await machine.events()
        #expect(recovered > 0)
        try await follow("What grows")
        let verified = try await machine.run(
            "pushtrail verify archive --vkey '\(verifierKey)' --expect-through \(yesterday)")
        #expect(verified.exit == 0, "\(verified.text)\(verified.errors)")
        #expect(try await machine.run("ls /var/spool/pushtrail/incoming").output.isEmpty)
        // Nothing on the page was left out.
        #expect(rest.filter { !$0.value.isEmpty } == [:])
    }
}

extension ServicePeers {
    @Suite("Alarms are about metrics that there are")
    struct AlarmTests {
        @Test(
            "each metric that is named is served",
            arguments: ["samples/prometheus/pushtrail.yml", "Sources/pushtrail/pushtrail.docc/Production.md"])
        func metrics(file: String) async throws {
            let text = try String(contentsOf: Place.repository.appending(path: file), encoding: .utf8)
            let names = Set(text.matches(of: /pushtrail_[a-z_]+/).map { String($0.output) })
            #expect(names.count >= 6)
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 10)
            try await scratch.serving { server in
                let metrics = try await server.curl("/metrics").text
                for name in names {
                    // A histogram's counts appear with its first value.
                    let base = name.hasSuffix("_count") ? String(name.dropLast(6)) : name
                    #expect(metrics.contains("# TYPE \(base) "), "\(name)")
                }
            }
        }
    }
}
