import Foundation
import Testing

@Suite("Killed at any moment, ingest and export end, after a rerun, with exactly the right events")
struct KillTests {
    /// How often each command is killed; `scripts/soak` asks for more.
    private static let kills = number("PUSHTRAIL_KILLS") ?? 50
    private static let messages = number("PUSHTRAIL_KILL_MESSAGES") ?? 1500

    @Test("ingest: five kills, then a run to the end, over and over")
    func ingest() async throws {
        var undisturbed = try await Undisturbed(messages: Self.messages)
        for _ in 0..<(Self.kills + 4) / 5 {
            let scratch = try Scratch()
            try scratch.write(undisturbed.events, to: "events.ndjson")
            for _ in 0..<5 {
                try await scratch.pushtrail(
                    "ingest", "events.ndjson", killedAfter: .random(upTo: undisturbed.ingestTime))
            }
            try await Undisturbed.time(&undisturbed.ingestTime) { try await scratch.ingest("events.ndjson") }
            try await scratch.export(to: "log.zip", "--as-of", "2026-11-20")
            #expect(try scratch.file("log.zip") == undisturbed.zip)
            #expect(try scratch.names().filter { $0.contains(".tmp") } == [])
        }
    }

    @Test("export: the old zip or the new one after each kill, and nothing beside it after a rerun")
    func export() async throws {
        var undisturbed = try await Undisturbed(messages: Self.messages)
        let scratch = undisturbed.scratch
        let names = try scratch.names()
        let old = Array("what was there before".utf8)
        for _ in 0..<Self.kills {
            try scratch.write(old, to: "log.zip")
            try await scratch.pushtrail(
                "export", "--as-of", "2026-11-20", "-o", "log.zip",
                killedAfter: .random(upTo: undisturbed.exportTime))
            let left = try scratch.file("log.zip")
            #expect(left == old || left == undisturbed.zip)
            try await Undisturbed.time(&undisturbed.exportTime) {
                try await scratch.export(to: "log.zip", "--as-of", "2026-11-20")
            }
            #expect(try scratch.file("log.zip") == undisturbed.zip)
            #expect(try scratch.names().filter { $0.contains(".tmp") } == [])
        }
        #expect(try scratch.names() == names)
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init)
    }
}

/// What a run that nobody kills comes to, and how long it takes.
private struct Undisturbed {
    let scratch: Scratch
    let events: [UInt8]
    let zip: [UInt8]
    /// The shortest so far: a run beside busy tests takes many times as long, and would make every kill come too late.
    var ingestTime = Duration.seconds(3600)
    var exportTime = Duration.seconds(3600)

    init(messages: Int) async throws {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail("simulate", "--messages", "\(messages)", "--as-of", "2026-11-20")
        try scratch.write(made.output, to: "events.ndjson")
        try await Self.time(&ingestTime) { try await scratch.ingest("events.ndjson") }
        try await Self.time(&exportTime) { try await scratch.export(to: "log.zip", "--as-of", "2026-11-20") }
        events = made.output
        zip = try scratch.file("log.zip")
        self.scratch = scratch
    }

    /// Times a run, and keeps the time if it is the shortest.
    static func time(_ shortest: inout Duration, _ run: () async throws -> Void) async throws {
        shortest = min(shortest, try await ContinuousClock().measure(run))
    }
}

extension Duration {
    /// Any duration up to a little beyond one given, so that some runs end before they are killed.
    fileprivate static func random(upTo longest: Duration) -> Duration {
        longest * Double.random(in: 0...1.05)
    }
}
