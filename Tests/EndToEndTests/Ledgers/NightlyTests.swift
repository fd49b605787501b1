import Foundation
import Testing

@Suite("The nightly run")
struct NightlyTests {
    /// A store with events of the 14th to the 16th, recorded on three days, and a key.
    private func recorded() async throws -> (scratch: Scratch, vkey: String) {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail(
            "simulate", "--messages", "60", "--days", "2", "--as-of", "2026-11-16", "--seed", "5")
        let lines = made.text.split(separator: "\n", omittingEmptySubsequences: true)
        for (index, day) in ["2026-11-15", "2026-11-16", "2026-11-18"].enumerated() {
            let part = lines[(lines.count * index / 3)..<(lines.count * (index + 1) / 3)].joined(separator: "\n")
            try scratch.write(Array(part.utf8), to: "part.ndjson")
            let taken = try await scratch.pushtrail("ingest", "--as-of", "\(day) 23:00:00", "part.ndjson")
            #expect(taken.exit == 0, "\(taken.errors)")
        }
        let key = try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "key")
        return (scratch, key.text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    private func nightly(_ scratch: Scratch, _ options: String...) async throws -> Finished {
        try await scratch.run(Place.binary, ["nightly", "--archive", "archive", "--key", "key"] + options)
    }

    @Test("seals a day at a time, catches up what was missed, empty days too, and a second run does nothing")
    func days() async throws {
        let (scratch, vkey) = try await recorded()
        let first = try await nightly(scratch, "--through", "2026-11-15")
        #expect(first.exit == 0, "\(first.errors)")
        #expect(first.text.hasPrefix("sealed 2026-11-14 to 2026-11-15: "), "\(first.text)")
        let rest = try await nightly(scratch, "--through", "2026-11-18", "--json")
        #expect(rest.exit == 0)
        let days = rest.text.matches(of: /"day":"([0-9-]+)"/).map { String($0.1) }
        #expect(days == ["2026-11-16", "2026-11-17", "2026-11-18"])
        let names = try scratch.names()
        let again = try await nightly(scratch, "--through", "2026-11-18")
        #expect(again.exit == 0)
        #expect(
            again.text
                == "nothing to seal through 2026-11-18: the next night is 2026-11-19, over on 2026-11-20 at 00:00 UTC; "
                + "example.com/push has 5 nights\n")
        #expect(try scratch.names() == names)
        let verified = try await scratch.pushtrail(
            "verify", "archive", "--vkey", vkey, "--expect-through", "2026-11-18", "--json")
        #expect(verified.exit == 0, "\(verified.text)")
        let status = try await scratch.pushtrail("store", "status", "--json")
        #expect(status.text.contains(#""sealed_through":"2026-11-18""#))
        #expect(status.text.contains(#""unsealed":0"#))
    }

    @Test("puts each event into exactly one archive, and comes to the same bytes whenever it runs with the same salts")
    func once() async throws {
        let (scratch, _) = try await recorded()
        try await scratch.run("cp", ["-r", ".", "../\(URL(filePath: scratch.path).lastPathComponent)-twin"])
        let twin = scratch.path + "-twin"
        defer { try? FileManager.default.removeItem(atPath: twin) }
        for day in ["2026-11-14", "2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18"] {
            #expect(try await nightly(scratch, "--through", day).exit == 0)
        }
        let all = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                mkdir -p "$0"/archive/2026/11 && cp archive/2026/11/*.salts "$0"/archive/2026/11
                cd "$0" && pushtrail nightly --archive archive --key key --through 2026-11-18
                """, twin,
            ])
        #expect(all.exit == 0, "\(all.errors)")
        let same = try await scratch.run("diff", ["-r", "archive", twin + "/archive"])
        // The partial tiles of sizes that were signed one by one are the same as those of one run.
        #expect(same.exit == 0, "\(same.text)")
        let rows = try await scratch.run(
            "sh",
            [
                "-c",
                "for z in archive/2026/11/*.zip; do unzip -p $z | tail -n +2; done | sort | uniq -c | awk '{n++; if ($1>1) d++} END {print n, d+0}'",
            ])
        let status = try await scratch.pushtrail("store", "status", "--json")
        let events = try #require(status.text.firstMatch(of: /"events":([0-9]+)/)?.1)
        #expect(rows.text == "\(events) 0\n")
    }

    @Test("yesterday's events, recorded after midnight, are yesterday's; what comes after its night was sealed is late")
    func late() async throws {
        let scratch = try Scratch()
        let row =
            #"{"timestamp":"2026-11-14T10:00:00Z","tracking_code":"T","target_id":"u","hwid":"8a5f1f533537ab34","status":"created","app_code":"A","payload":""}"#
        try scratch.write(Array(row.utf8), to: "late.ndjson")
        try await scratch.pushtrail("ingest", "--as-of", "2026-11-15 01:00:00", "late.ndjson")
        try await scratch.pushtrail("key", "new", "--origin", "o", "-o", "key")
        let finished = try await nightly(scratch, "--through", "2026-11-15")
        #expect(finished.text == "sealed 2026-11-14 to 2026-11-15: 1 event, 0 late; o has 2 nights\n")
        let again = try await scratch.pushtrail("ingest", "--as-of", "2026-11-15 02:00:00", "late.ndjson")
        #expect(again.text == "0 accepted, 1 duplicates, 0 rejected\n")
        try scratch.write(Array(row.replacing("T10", with: "T11").utf8), to: "late.ndjson")
        try await scratch.pushtrail("ingest", "--as-of", "2026-11-15 02:00:00", "late.ndjson")
        let next = try await nightly(scratch, "--through", "2026-11-16")
        #expect(next.text == "sealed 2026-11-16: 1 event, 1 late; o has 3 nights\n")
    }

    @Test("starts nothing new where the ledger is not there, is shorter, is another, or is another store's")
    func remembered() async throws {
        let (scratch, _) = try await recorded()
        try await scratch.run("mkdir", ["shorter", "unmounted"])
        #expect(try await nightly(scratch, "--through", "2026-11-15").exit == 0)
        try await scratch.run("cp", ["-r", "archive", "shorter/archive"])
        try await scratch.run("cp", ["pushtrail.db", "older.db"])
        #expect(try await nightly(scratch, "--through", "2026-11-16").exit == 0)
        for (options, words) in [
            (["--archive", "unmounted"], "the store remembers the ledger example.com/push with 3 entries"),
            (["--archive", "shorter/archive"], "the ledger has 2 entries, but the store remembers 3"),
            (["--archive", "archive", "--store", "older.db"], "the ledger has 3 entries, but the store knows only 2"),
        ] {
            let finished = try await scratch.run(
                Place.binary, ["nightly", "--key", "key", "--through", "2026-11-17"] + options)
            #expect(finished.exit == 3)
            #expect(finished.errors.contains(words), "\(finished.errors)")
        }
        #expect(try scratch.names().filter { $0.hasPrefix("unmounted/") } == [])
        try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "other")
        let other = try await scratch.pushtrail("nightly", "--archive", "archive", "--key", "other")
        #expect(other.exit == 3)
        #expect(other.errors.contains("signed by none of the keys given"))
    }

    @Test("does not wait: a second run says that the archive is locked, and a day that is not over is wrong usage")
    func refused() async throws {
        let (scratch, _) = try await recorded()
        #expect(try await nightly(scratch, "--through", "2026-11-15").exit == 0)
        let locked = try await scratch.run(
            "flock", ["archive/ledger/lock", Place.binary, "nightly", "--archive", "archive", "--key", "key"])
        #expect(locked.exit == 3)
        #expect(locked.errors.contains("another run is writing to the archive"))
        #expect(try await nightly(scratch, "--through", "2999-01-01").exit == 64)
        try await scratch.run("chmod", ["644", "key"])
        let exposed = try await nightly(scratch)
        #expect(exposed.exit == 3 && exposed.errors.contains("chmod 600"))
    }

    @Test("two at once: the history is whole, and no more than one has sealed it")
    func twoAtOnce() async throws {
        let (scratch, vkey) = try await recorded()
        let command = "pushtrail nightly --archive archive --key key --through 2026-11-18"
        let both = try await scratch.run("sh", ["-c", "\(command) & \(command); a=$?; wait $!; echo $a $?"])
        let codes = both.text.split(separator: "\n").last.map(String.init) ?? ""
        #expect(["0 0", "0 3", "3 0"].contains(codes), "\(both.text)\(both.errors)")
        let verified = try await scratch.pushtrail(
            "verify", "archive", "--vkey", vkey, "--expect-through", "2026-11-18")
        #expect(verified.exit == 0, "\(verified.text)")
    }

    @Test(
        "hands the checkpoint on: a copy, and a timestamp that is kept; a failure there is reported, and the night is sealed"
    )
    func passedOn() async throws {
        let (scratch, vkey) = try await recorded()
        let done = try await nightly(
            scratch, "--through", "2026-11-15", "--checkpoint-copy", "copy", "--timestamp-command",
            "bash \(Place.peer("timestamp.sh")) tsa")
        #expect(done.exit == 0, "\(done.errors)")
        #expect(try scratch.file("copy") == scratch.file("archive/ledger/checkpoint"))
        #expect(try !scratch.file("archive/ledger/checkpoint-2.tsr").isEmpty)
        let failed = try await nightly(scratch, "--through", "2026-11-16", "--timestamp-command", "exit 7")
        #expect(failed.exit == 1)
        #expect(failed.text.hasPrefix("sealed 2026-11-16"))
        #expect(failed.errors.contains("the timestamp command ended with 7"))
        let empty = try await nightly(scratch, "--through", "2026-11-17", "--timestamp-command", "true")
        try await scratch.run("sh", ["-c", "mkdir before && cp -r archive pushtrail.db before"])
        #expect(empty.exit == 1)
        #expect(empty.errors.contains("the timestamp command printed nothing"))
        for (command, words) in [
            ("sha256sum", "not an RFC 3161 response"), ("yes", "no larger than 256 KiB"),
            ("echo something else | bash \(Place.peer("timestamp.sh")) tsa", "a timestamp of other bytes"),
        ] {
            let next = try await nightly(scratch, "--through", "2026-11-18", "--timestamp-command", command)
            #expect(next.errors.contains(words), "\(next.errors)")
            try await scratch.run("sh", ["-c", "rm -r archive pushtrail.db; cp -r before/* ."])
        }
        let verified = try await scratch.pushtrail(
            "verify", "archive", "--vkey", vkey, "--last-checkpoint", "copy", "--expect-through", "2026-11-16")
        #expect(verified.exit == 0, "\(verified.text)")
    }

    @Test("keeps the checkpoint's copy up to date, sealing or not, and stops before anything where it is ahead")
    func copied() async throws {
        let (scratch, _) = try await recorded()
        func copying(_ day: String, archive: String = "archive") async throws -> Finished {
            try await scratch.run(
                Place.binary,
                ["nightly", "--archive", archive, "--key", "key", "--through", day, "--checkpoint-copy", "copy"])
        }
        #expect(try await nightly(scratch, "--through", "2026-11-15").exit == 0)
        let missing = try await copying("2026-11-15")
        #expect(missing.exit == 0 && missing.text.hasPrefix("nothing to seal"), "\(missing.errors)")
        #expect(try scratch.file("copy") == scratch.file("archive/ledger/checkpoint"))
        try await scratch.run("sh", ["-c", "mkdir older && cp -r archive pushtrail.db older"])
        #expect(try await nightly(scratch, "--through", "2026-11-16").exit == 0)
        #expect(try await copying("2026-11-16").exit == 0)
        #expect(try scratch.file("copy") == scratch.file("archive/ledger/checkpoint"))

        // Archive and store put back together: the copy alone knows better.
        try await scratch.run("sh", ["-c", "rm -r archive pushtrail.db* && cp -r older/* ."])
        let names = try scratch.names()
        let ahead = try await copying("2026-11-16")
        #expect(ahead.exit == 3)
        #expect(ahead.errors.contains("the copy lists 3 entries, the ledger 2"), "\(ahead.errors)")
        #expect(try scratch.names() == names)
        let none = try await copying("2026-11-16", archive: "elsewhere")
        #expect(none.exit == 3)
        #expect(none.errors.contains("elsewhere has no ledger"), "\(none.errors)")
        #expect(try scratch.names() == names)
    }

    @Test(
        "broken at any system call, leaves the old or the new history, and the next run comes to the same bytes",
        .enabled(if: Peer.isExpected(.strace, .python3)))
    func faults() async throws {
        let (scratch, vkey) = try await recorded()
        #expect(try await nightly(scratch, "--through", "2026-11-16").exit == 0)
        try await scratch.run("sh", ["-c", "mkdir start && cp -r pushtrail.db key archive start"])
        // `scripts/test` asks for every place.
        let places = ProcessInfo.processInfo.environment["PUSHTRAIL_FAULTS"] ?? "4"
        let finished = try await scratch.run(
            Place.python, [Place.peer("faults.py"), Place.binary, "start", vkey, places])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
    }
}
