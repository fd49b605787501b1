import Foundation
import Testing

@Suite("A run that writes tallies")
struct TallyFaultTests {
    /// A folder with a log that is old enough to be kept in a cache.
    private func withLog(messages: Int) async throws -> Scratch {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                mkdir start
                pushtrail simulate --messages \(messages) --as-of 2026-11-20 --format csv -o start/log.csv
                pushtrail simulate --messages 5 --as-of 2026-11-19 --format csv -o start/old.csv
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        return scratch
    }

    @Test(
        "broken at any system call, leaves the old or the new tally, and the next run nothing beside it",
        .enabled(if: Peer.isExpected(.strace, .python3)))
    func faults() async throws {
        let scratch = try await withLog(messages: 40)
        let places = ProcessInfo.processInfo.environment["PUSHTRAIL_TALLY_FAULTS"] ?? "2"
        let finished = try await scratch.run(
            Place.python, [Place.peer("tally_faults.py"), Place.binary, "start", places])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
    }

    /// Whether this system lets a user mount a disk of his own, as containers often do not.
    private static let canMount: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "unshare -rm mount -t tmpfs tmpfs /mnt 2>/dev/null"]
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    @Test(
        "on a full disk, is one error that leaves nothing; of a cache it is a warning, and the report is right",
        .enabled(if: canMount, "this system mounts no disk for a user"))
    func fullDisk() async throws {
        let scratch = try await withLog(messages: 2_000)
        let script = """
            mkdir disk; mount -t tmpfs -o size=16k tmpfs disk
            pushtrail report start/log.csv --format csv > expected.csv
            pushtrail tally start/log.csv -o disk/day.tally 2> file; echo $?; ls -A disk
            pushtrail tally start/log.csv --shards 3 -o disk/shards 2> shards; echo $?; ls -A disk
            pushtrail report start/log.csv --cache disk/cache --format csv > report.csv 2> cache; echo $?; ls -A disk/cache
            """
        // A cache keeps nothing of a log that was written a moment ago.
        let finished = try await scratch.run("unshare", ["-rm", "sh", "-c", "sleep 4\n" + script])
        #expect(finished.text == "3\n3\n0\n", "\(finished.text)\(finished.errors)")
        let hint = "hint: free some space, then run the same command again\n"
        func errors(_ name: String) throws -> String { String(decoding: try scratch.file(name), as: UTF8.self) }
        #expect(try errors("file") == "error: cannot write disk/day.tally: No space left on device\n" + hint)
        #expect(try errors("shards") == "error: cannot write disk/shards/0.tally: No space left on device\n" + hint)
        #expect(
            try errors("cache") == "warning: nothing is added to the cache disk/cache: No space left on device\n")
        #expect(try scratch.file("report.csv") == scratch.file("expected.csv"))
    }
}
