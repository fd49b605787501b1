import Foundation
import Testing

@Suite("A store that is older than its archive is brought up to date")
struct RecoveryTests {
    /// A store with two sealed nights and a backup of them, then another night that is sealed too; the key's verifier in `vkey`.
    private func sealed() async throws -> Scratch {
        let scratch = try Scratch()
        try await scratch.run(
            "sh",
            [
                "-ec",
                """
                for day in 14 15 16 17; do
                    pushtrail simulate --messages 60 --days 1 --as-of 2026-11-$((day + 1)) --seed $day >$day.ndjson
                done
                pushtrail key new --origin example.com/push -o key >vkey
                pushtrail ingest --as-of '2026-11-15 00:20:00' 14.ndjson
                pushtrail ingest --as-of '2026-11-16 00:20:00' 15.ndjson
                pushtrail nightly --archive archive --key key --through 2026-11-15
                pushtrail store backup -o backup.db
                pushtrail ingest --as-of '2026-11-17 00:20:00' 16.ndjson
                pushtrail nightly --archive archive --key key --through 2026-11-16
                """,
            ])
        return scratch
    }

    private func nightly(_ scratch: Scratch, _ options: String...) async throws -> Finished {
        try await scratch.run(
            Place.binary, ["nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-17"] + options)
    }

    private func lines(_ scratch: Scratch, _ name: String) throws -> Int {
        try scratch.file(name).count { $0 == UInt8(ascii: "\n") }
    }

    private func expectWhole(_ scratch: Scratch) async throws {
        let verified = try await scratch.run(
            "sh", ["-c", #"pushtrail verify archive --vkey "$(cat vkey)" --expect-through 2026-11-17"#])
        #expect(verified.exit == 0, "\(verified.text)")
        let checked = try await scratch.pushtrail("store", "check")
        #expect(checked.exit == 0, "\(checked.text)\(checked.errors)")
    }

    @Test("restored from a backup, it takes back what it lacks, and what it alone has of those days is late")
    func restored() async throws {
        let scratch = try await sealed()
        let restored = try await scratch.pushtrail("store", "restore", "backup.db")
        #expect(restored.exit == 0, "\(restored.errors)")
        // Some of the sealed night again, an event of it that no archive has, and the next night.
        let taken = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                head -n 20 16.ndjson >again; head -n 1 16.ndjson | sed 's/"tracking_code":"[^"]*"/"tracking_code":"T-late"/' >late
                pushtrail ingest --as-of '2026-11-18 00:20:00' again late 17.ndjson
                """,
            ])
        #expect(taken.exit == 0, "\(taken.errors)")
        let refused = try await nightly(scratch)
        #expect(refused.exit == 3)
        #expect(refused.errors.contains("the ledger has 3 entries, but the store knows only 2"), "\(refused.errors)")
        #expect(refused.errors.contains("--recover"))
        let recovered = try await nightly(scratch, "--recover")
        #expect(recovered.exit == 0, "\(recovered.errors)")
        let (old, new) = try (lines(scratch, "16.ndjson"), lines(scratch, "17.ndjson") + 1)
        #expect(
            recovered.text == """
                recovered 1 night: \(old) events from archive
                sealed 2026-11-17: \(new) events, 1 late; example.com/push has 4 nights

                """)
        try await expectWhole(scratch)
        #expect(try await nightly(scratch, "--recover").text.hasPrefix("nothing to seal"))
    }

    @Test("a new store takes a whole archive, and gives the same logs")
    func fresh() async throws {
        let scratch = try await sealed()
        let finished = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail export --as-of 2026-11-17 -o before.zip
                rm pushtrail.db*
                pushtrail store create
                pushtrail nightly --recover --archive archive --key key --through 2026-11-17
                pushtrail export --as-of 2026-11-17 -o after.zip
                unzip -p before.zip | sort >before; unzip -p after.zip | sort >after; cmp before after
                """,
            ])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
        try await expectWhole(scratch)
    }

    @Test("a night whose salts are gone or changed is taken back: its rows are in its zip")
    func withoutSalts() async throws {
        let scratch = try await sealed()
        try await scratch.run(
            "sh",
            [
                "-ec",
                """
                rm pushtrail.db* archive/2026/11/2026-11-14.salts
                sed -i 's/^0 0 A/0 0 B/;t;s/^0 0 ./0 0 A/' archive/2026/11/2026-11-15.salts
                pushtrail store create
                """,
            ])
        let recovered = try await nightly(scratch, "--recover")
        // That the salts are gone is told all the same.
        #expect(
            recovered.exit == 1 && recovered.errors.contains("the night of 2026-11-14 is missing in archive"),
            "\(recovered.errors)")
        let events = try (14...16).reduce(0) { try $0 + lines(scratch, "\($1).ndjson") }
        #expect(
            recovered.text.hasPrefix("recovered 3 nights: \(events) events from archive\n"), "\(recovered.text)")
    }

    @Test("an archive that was tampered with is refused, and nothing of it is taken")
    func tampered() async throws {
        let scratch = try await sealed()
        var zip = try scratch.file("archive/2026/11/2026-11-15.zip")
        zip[zip.count / 2] ^= 1
        try scratch.write(zip, to: "archive/2026/11/2026-11-15.zip")
        try await scratch.run("sh", ["-c", "rm pushtrail.db*; pushtrail store create"])
        let refused = try await nightly(scratch, "--recover")
        #expect(refused.exit == 3)
        #expect(refused.errors.contains("the archive of 2026-11-15 is not as it was sealed"), "\(refused.errors)")
        #expect(try await scratch.pushtrail("store", "status", "--json").text.contains(#""events":0"#))
        // Nor is the ledger of another origin taken for the store's.
        try await scratch.run("sh", ["-c", "pushtrail key new --origin example.com/other -o other"])
        let other = try await scratch.run(
            Place.binary, ["nightly", "--recover", "--archive", "archive", "--key", "other"])
        #expect(other.exit == 3)
    }

    @Test("killed at any moment, it is run again and comes to the same")
    func killed() async throws {
        let scratch = try await sealed()
        let finished = try await scratch.run(
            "sh",
            [
                "-c",
                """
                pushtrail store restore backup.db >log
                for round in 1 2 3 4 5 6 7 8; do
                    pause="$(od -An -N2 -tu2 /dev/urandom | awk '{ print 0.02 + $1 / 65536 / 3 }')"
                    timeout -s KILL "$pause" pushtrail nightly --recover --archive archive --key key --through 2026-11-17 >>log 2>&1
                done
                pushtrail nightly --recover --archive archive --key key --through 2026-11-17 >>log 2>&1
                """,
            ])
        let log = String(decoding: try scratch.file("log"), as: UTF8.self)
        #expect(finished.exit == 0, "\(log)")
        try await expectWhole(scratch)
        let status = try await scratch.pushtrail("store", "status", "--json").text
        let events = try (14...16).reduce(0) { try $0 + lines(scratch, "\($1).ndjson") }
        #expect(status.contains("\"events\":\(events),"), "\(status)")
    }
}
