import Foundation
import Testing

@Suite("The nightly run prunes")
struct NightlyPruningTests {
    /// A store with a sealed day long ago, and with events of today.
    private func sealed() async throws -> Scratch {
        let scratch = try Scratch()
        try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail simulate --messages 300 --days 2 --as-of 2026-10-20 --seed 5 >old.ndjson
                pushtrail simulate --messages 300 --days 10 --seed 6 --as-of "$(date -u +%FT00:00:00Z)" >new.ndjson
                pushtrail ingest --as-of 2026-10-20T23:00:00Z old.ndjson
                pushtrail key new --origin example.com/push -o key >vkey
                pushtrail nightly --archive archive --key key --through 2026-10-25
                pushtrail ingest new.ndjson
                """,
            ])
        return scratch
    }

    private func lines(_ scratch: Scratch, _ name: String) throws -> Int {
        try scratch.file(name).count { $0 == UInt8(ascii: "\n") }
    }

    @Test("what is sealed, whole in its archive and in no log any more; a log stays the same, byte for byte")
    func pruning() async throws {
        let scratch = try await sealed()
        let asOf = Date.now.formatted(.iso8601)
        try await scratch.pushtrail("export", "--as-of", asOf, "-o", "before.zip")
        let pruned = try await scratch.pushtrail("nightly", "--archive", "archive", "--key", "key", "--prune", "--json")
        #expect(pruned.exit == 0, "\(pruned.errors)")
        let counts = /"before":"[-0-9]+T00:00:00Z","deliveries":[0-9]+,"events":([0-9]+)/
        let events = try #require(pruned.text.firstMatch(of: counts))
        #expect(try Int(events.1) == lines(scratch, "old.ndjson"))
        try await scratch.pushtrail("export", "--as-of", asOf, "-o", "after.zip")
        #expect(try scratch.file("before.zip") == scratch.file("after.zip"))
        let status = try await scratch.pushtrail("store", "status", "--json")
        #expect(try status.text.contains("\"events\":\(lines(scratch, "new.ndjson")),"), "\(status.text)")
        #expect(status.text.contains(/"pruned_before":"[-0-9]+T00:00:00Z"/))
        // Whoever comes with the old events again is told why they are not taken; who asks for an old log, where it is.
        let again = try await scratch.pushtrail("ingest", "old.ndjson")
        #expect(again.exit == 1)
        #expect(again.errors.contains("older events were pruned"), "\(again.errors)")
        let old = try await scratch.pushtrail("export", "--as-of", "2026-10-21", "-o", "old.zip")
        #expect(old.exit == 3)
        #expect(old.errors.contains("the store is pruned and holds events only from"), "\(old.errors)")
        #expect(try !scratch.names().contains("old.zip"))
        let verified = try await scratch.run("sh", ["-c", #"pushtrail verify archive --vkey "$(cat vkey)""#])
        #expect(verified.exit == 0, "\(verified.text)")
    }

    @Test("nothing while an archive is not as it was sealed")
    func changed() async throws {
        let scratch = try await sealed()
        var zip = try scratch.file("archive/2026/10/2026-10-19.zip")
        zip[zip.count / 2] ^= 1
        try scratch.write(zip, to: "archive/2026/10/2026-10-19.zip")
        let status = try await scratch.pushtrail("store", "status", "--json")
        let refused = try await scratch.pushtrail("nightly", "--archive", "archive", "--key", "key", "--prune")
        #expect(refused.exit == 1)
        #expect(
            refused.errors.contains("nothing was pruned: the archive of 2026-10-19 is not as it was sealed"),
            "\(refused.errors)")
        let events = try #require(status.text.firstMatch(of: /"events":[0-9]+/)).output
        #expect(try await scratch.pushtrail("store", "status", "--json").text.contains(events))
    }

    @Test("to the same store, however often it is killed")
    func killed() async throws {
        let scratch = try await sealed()
        let asOf = Date.now.formatted(.iso8601)
        let finished = try await scratch.run(
            "sh",
            [
                "-c",
                """
                pushtrail export --quiet --as-of \(asOf) -o before.zip
                for round in 1 2 3 4 5 6; do
                    pause="$(od -An -N2 -tu2 /dev/urandom | awk '{ print 2.95 + $1 / 65536 / 2 }')"
                    timeout -s KILL "$pause" pushtrail nightly --archive archive --key key --prune >>log 2>&1
                done
                pushtrail nightly --archive archive --key key --prune >>log 2>&1 || exit 9
                pushtrail export --quiet --as-of \(asOf) -o after.zip && cmp before.zip after.zip || exit 8
                sqlite3 pushtrail.db "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM delivery
                    WHERE NOT EXISTS (SELECT 1 FROM event WHERE event.message = delivery.message)),
                    (SELECT stage % 3 FROM pruning), (SELECT count(*) FROM touched)"
                """,
            ])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
        #expect(try finished.text == "\(lines(scratch, "new.ndjson"))|0|0|0\n")
    }
}
