import Foundation
import Testing

@Suite("An erasure", .enabled(if: Peer.isExpected(.python3)))
struct ErasureTests {
    /// A store with four sealed nights and events of two days after them, and a copy of both as `before`.
    static func recorded() async throws -> (scratch: Scratch, vkey: String) {
        let scratch = try Scratch()
        let finished = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail simulate --messages 500 --days 6 --as-of 2026-11-20 --seed 7 --format csv >log.csv
                pushtrail ingest --quiet --as-of 2026-11-20T00:00:00Z log.csv
                pushtrail key new --origin example.com/push -o key
                pushtrail nightly --quiet --archive archive --key key --through 2026-11-17 >sealed
                mkdir before && cp -r archive pushtrail.db before
                """,
            ])
        #expect(finished.exit == 0, "\(finished.errors)")
        let vkey = try #require(finished.text.split(separator: "\n").last.map(String.init))
        return (scratch, vkey)
    }

    /// Ids in the log: whom the most rows name by a column.
    static func ids(_ scratch: Scratch, _ expression: String, _ count: Int = 1) async throws -> [String] {
        let script = """
            import collections, csv, json
            rows = list(csv.reader(open("log.csv", newline=""), delimiter=";"))[1:]
            def user(row):
                try: return str(json.loads(row[7])["md"]["user_id"])
                except (ValueError, KeyError, TypeError): return ""
            counts = collections.Counter(\(expression) for row in rows)
            del counts[""]
            print("\\n".join(text for text, _ in counts.most_common(\(count))))
            """
        return try await scratch.run(Place.python, ["-c", script]).text.split(separator: "\n").map(String.init)
    }

    static func erase(_ scratch: Scratch, _ options: [String]) async throws -> Finished {
        try await scratch.run(Place.binary, ["erase", "--archive", "archive", "--key", "key"] + options)
    }

    /// Expects what an erasure has to leave.
    private func expectErased(
        _ scratch: Scratch, _ vkey: String, _ kind: String, _ ids: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let held = try await scratch.run(
            "sh",
            ["-c", "mkdir after && cp -r archive pushtrail.db* after && exec \"$@\"", "sh", Place.python]
                + [Place.peer("erasure.py"), "before", "after", kind] + ids)
        #expect(held.exit == 0, "\(held.text)\(held.errors)", sourceLocation: sourceLocation)
        let options = ids.flatMap { ["--\(kind)", $0] }
        let check = try await scratch.run(
            Place.binary, ["erase", "--archive", "archive", "--check"] + options)
        #expect(check.exit == 0, "\(check.text)\(check.errors)", sourceLocation: sourceLocation)
        let store = try await scratch.pushtrail("store", "check")
        #expect(store.exit == 0, "\(store.text)\(store.errors)", sourceLocation: sourceLocation)
        let verified = try await scratch.pushtrail("verify", "archive", "--vkey", vkey)
        #expect(
            verified.exit == 0 && verified.text.contains("erased: whom "), "\(verified.text)",
            sourceLocation: sourceLocation)
        for oracle in [[Place.python, "scripts/verify_ledger.py"], ["bash", "scripts/verify-ledger.sh"]] {
            let script = Place.repository.appending(path: oracle[1]).path()
            let finished = try await scratch.run(oracle[0], [script, "archive", "--vkey", vkey])
            #expect(
                finished.exit == 0 && finished.text.contains("is erased, the last on"),
                "\(finished.text)\(finished.errors)",
                sourceLocation: sourceLocation)
        }
    }

    /// The parts of a report that an erasure must not change.
    private func report(_ scratch: Scratch, _ files: String...) async throws -> [String: String] {
        let finished = try await scratch.run(
            Place.binary, ["report", "--json", "--by", "day,platform,app"] + files)
        let script = """
            import json, sys
            report = json.load(sys.stdin)
            def strip(value):
                if isinstance(value, dict):
                    return {key: strip(inner) for key, inner in value.items() if key not in KEYS}
                return [strip(inner) for inner in value] if isinstance(value, list) else value
            KEYS = {
                "persons", "covered_persons", "devices", "delivered_devices", "coverage", "reporting", "tokens",
                # Deliveries to devices that ever confirmed one, and to others.
                "unconfirmed", "recipients",
                "sources", "left_out", "generated_at",
            }
            for key, value in sorted(strip(report).items()):
                print(key, json.dumps(value, sort_keys=True))
            """
        try scratch.write(finished.output, to: "report.json")
        let parts = try await scratch.run(
            "sh", ["-c", "exec \"$1\" -c \"$2\" <report.json", "sh", Place.python, script])
        #expect(parts.exit == 0, "\(parts.errors)\(finished.errors)")
        return Dictionary(
            uniqueKeysWithValues: parts.text.split(separator: "\n").map { line in
                let words = line.split(separator: " ", maxSplits: 1).map(String.init)
                return (words[0], words.count > 1 ? words[1] : "")
            })
    }

    @Test("leaves no trace of a person, everything else as it was, and reports that count the same")
    func person() async throws {
        let (scratch, vkey) = try await Self.recorded()
        let people = try await Self.ids(scratch, "user(row)", 2)
        try #require(people.count == 2)
        let before = try await report(scratch, "archive")
        let options = people.flatMap { ["--person", $0] }
        let planned = try await scratch.run(
            Place.binary, ["erase", "--archive", "archive", "--dry-run"] + options)
        #expect(planned.exit == 0 && planned.text.hasPrefix("would erase: "), "\(planned.text)\(planned.errors)")
        let erased = try await Self.erase(scratch, options + ["--receipt", "receipt.json"])
        #expect(erased.exit == 0, "\(erased.errors)")
        let counts = planned.text.dropFirst(13).prefix { $0 != "(" }.trimmingCharacters(in: .whitespacesAndNewlines)
        #expect(erased.text.hasPrefix("erased: \(counts)\nNot reached: "), "\(erased.text)")
        try await expectErased(scratch, vkey, "person", people)
        let after = try await report(scratch, "archive")
        for key in Set(before.keys).union(after.keys) { #expect(before[key] == after[key], "\(key)") }
        let receipt = try String(decoding: scratch.file("receipt.json"), as: UTF8.self)
        #expect(receipt.contains("pushtrail.erasure-receipt/1") && people.allSatisfy { !receipt.contains($0) })
        // The next nights are sealed as ever, and what is left of the people in them was erased from the store.
        let next = try await scratch.pushtrail(
            "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-19")
        #expect(next.exit == 0 && next.text.contains("has 6 nights"), "\(next.text)\(next.errors)")
        let whole = try await scratch.pushtrail("verify", "archive", "--vkey", vkey)
        #expect(whole.exit == 0, "\(whole.text)")
        for text in people {
            let found = try await scratch.pushtrail("timeline", "archive", "--person", text)
            #expect(found.exit == 1 && found.output.isEmpty)
        }
        // A second erasure, of another person, in nights that were written again already.
        let third = try await Self.ids(scratch, "user(row)", 3)[2]
        #expect(try await Self.erase(scratch, ["--person", third]).exit == 0)
        let history = try await scratch.pushtrail("history", "archive")
        #expect(
            history.exit == 0 && history.text.contains("6 nights") && history.text.contains("2 erasures"),
            "\(history.text)")
        let last = try await scratch.pushtrail("verify", "archive", "--vkey", vkey)
        #expect(last.exit == 0 && last.text.contains("(2 erasures"), "\(last.text)")
        #expect(try await scratch.pushtrail("store", "check").exit == 0)
    }

    @Test("is of a device in the messages of whomever, or of a message as a whole", arguments: ["hwid", "code"])
    func others(_ kind: String) async throws {
        let (scratch, vkey) = try await Self.recorded()
        let ids = try await Self.ids(scratch, kind == "hwid" ? "row[3]" : "row[1]", 2)
        let erased = try await Self.erase(scratch, ids.flatMap { ["--\(kind)", $0] })
        #expect(erased.exit == 0, "\(erased.errors)")
        try await expectErased(scratch, vkey, kind, ids)
    }

    @Test(
        "of one person of a message after the other, or of a device before its message, leaves nothing of either",
        arguments: [
            (["--person", "a"], ["--person", "b"]), (["--hwid", "d1"], ["--code", "T"]),
            (["--person", "a"], ["--code", "T"]),
        ] as [([String], [String])])
    func oneByOne(first: [String], second: [String]) async throws {
        let scratch = try Scratch()
        let events = ["a", "b"].enumerated().map { number, user in
            """
            {"timestamp":"2026-11-17 10:00:0\(number)","tracking_code":"T","hwid":"d\(number + 1)","status":"delivered",\
            "app_code":"C90C0-0E786","payload":{"md":{"user_id":"\(user)"}}}

            """
        }
        try scratch.write(Array(events.joined().utf8), to: "events.ndjson")
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail ingest --quiet --as-of 2026-11-18T00:30:00Z events.ndjson >/dev/null
                pushtrail key new --origin example.com/push -o key
                pushtrail nightly --quiet --archive archive --key key --through 2026-11-17 >/dev/null
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        let vkey = try #require(made.text.split(separator: "\n").first.map(String.init))
        for options in [first, second] {
            let erased = try await Self.erase(scratch, options)
            #expect(erased.exit == 0, "\(erased.text)\(erased.errors)")
        }
        for options in [first, second] {
            let check = try await scratch.run(Place.binary, ["erase", "--archive", "archive", "--check"] + options)
            #expect(check.exit == 0, "\(check.text)")
        }
        let rows = try await scratch.run(
            "sh",
            [
                "-c",
                "unzip -p archive/2026/11/2026-11-17.zip; pushtrail export -o x.zip --as-of 2026-11-18T01:00:00Z && unzip -p x.zip",
            ])
        #expect(!rows.text.contains(";T;") && !rows.text.contains(";d1;"), "\(rows.text)")
        let report = try await scratch.pushtrail("report", "archive", "--json")
        #expect(report.text.contains(#""messages" : 1,"#), "\(report.text)")
        let verified = try await scratch.pushtrail("verify", "archive", "--vkey", vkey)
        #expect(verified.exit == 0, "\(verified.text)")
        for oracle in [[Place.python, "scripts/verify_ledger.py"], ["bash", "scripts/verify-ledger.sh"]] {
            let script = Place.repository.appending(path: oracle[1]).path()
            let finished = try await scratch.run(oracle[0], [script, "archive", "--vkey", vkey])
            #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
        }
    }

    @Test("takes a list of people, devices and messages, and the aliases of people")
    func lists() async throws {
        let (scratch, _) = try await Self.recorded()
        let people = try await Self.ids(scratch, "user(row)", 3)
        let hwid = try await Self.ids(scratch, "row[3]")[0]
        try scratch.write(Array("hwid,person\n\(hwid),\n,\(people[0])\n".utf8), to: "list.csv")
        try scratch.write(Array("alias,user_id\n\(people[1]),\(people[0])\n".utf8), to: "aliases.csv")
        let erased = try await Self.erase(scratch, ["--list", "list.csv", "--aliases", "aliases.csv"])
        #expect(erased.exit == 0, "\(erased.errors)")
        for (option, id, isLeft) in [
            ("--person", people[0], false), ("--person", people[1], false), ("--hwid", hwid, false),
            ("--person", people[2], true),
        ] {
            let check = try await scratch.run(
                Place.binary, ["erase", "--archive", "archive", "--check", option, id])
            #expect(check.exit == (isLeft ? 1 : 0), "\(option): \(check.text)")
        }
    }

    @Test("lets logs that hold such rows be made again, and keeps the others")
    func results() async throws {
        let (scratch, _) = try await Self.recorded()
        let person = try await Self.ids(scratch, "user(row)")[0]
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                all=$(pushtrail request --as-of 2026-11-20T00:00:00Z)
                one=$(pushtrail request --as-of 2026-11-20T00:00:00Z --date 2026-10-01) || one=
                pushtrail results --wait --quiet "$all" -o first.zip
                echo "$all"
                """,
            ])
        try #require(made.exit == 0, "\(made.errors)")
        let job = made.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let erased = try await Self.erase(scratch, ["--person", person])
        #expect(
            erased.exit == 0 && erased.text.contains("1 finished log to be made again"),
            "\(erased.text)\(erased.errors)")
        let again = try await scratch.pushtrail("results", "--wait", job, "-o", "second.zip")
        #expect(again.exit == 0, "\(again.errors)")
        let found = try await scratch.run(
            "sh",
            ["-c", "unzip -p first.zip | grep -c -F \"$1\"; unzip -p second.zip | grep -c -F \"$1\"", "sh", person])
        let counts = found.text.split(separator: "\n")
        #expect(counts.count == 2 && counts[0] != "0" && counts[1] == "0", "\(found.text)")
    }

    @Test("that finds nobody changes nothing, and says so")
    func nobody() async throws {
        let (scratch, vkey) = try await Self.recorded()
        let erased = try await Self.erase(scratch, ["--person", "nobody-of-this-name", "--json"])
        #expect(erased.exit == 0 && erased.text.contains("\"rows\":0"), "\(erased.text)\(erased.errors)")
        let same = try await scratch.run("diff", ["-r", "before/archive", "archive"])
        #expect(same.exit == 0, "\(same.text)")
        #expect(try await scratch.pushtrail("verify", "archive", "--vkey", vkey).exit == 0)
    }

    @Test("refuses wrong usage and another archive, and changes nothing")
    func refusals() async throws {
        let (scratch, _) = try await Self.recorded()
        for (options, status, words) in [
            (["--archive", "archive", "--key", "key"], 64, "say whom to erase"),
            (["--archive", "archive", "--person", "x"], 64, "--archive needs --key"),
            (["--key", "key", "--person", "x"], 64, "name it with --archive"),
            (["--archive", "archive", "--key", "key", "--person", ""], 64, "an id is empty"),
            (["--archive", "archive", "--dry-run", "--check", "--person", "x"], 64, "one of --dry-run and --check"),
            (["--person", "x"], 3, "are sealed in an archive"),
            (["--archive", "elsewhere", "--key", "key", "--person", "x"], 3, "elsewhere has no ledger"),
            (["--archive", "archive", "--key", "key", "--list", "none.csv"], 3, "none.csv"),
        ] as [([String], Int32, String)] {
            let refused = try await scratch.run(Place.binary, ["erase"] + options)
            #expect(refused.exit == status && refused.errors.contains(words), "\(options): \(refused.errors)")
        }
        #expect(try await scratch.run("diff", ["-r", "before/archive", "archive"]).exit == 0)
    }

    @Test("proofs of other rows stay valid, and of an erased row nothing shows whom it was about")
    func proofs() async throws {
        let (scratch, vkey) = try await Self.recorded()
        let (person, other) = try await (
            Self.ids(scratch, "user(row)")[0], Self.ids(scratch, "row[1] if not user(row) else ''")[0]
        )
        let code = try await Self.ids(scratch, "row[1] if user(row) == \"\(person)\" else ''")[0]
        let old = try await scratch.pushtrail("prove", "--archive", "archive", "--code", other, "-o", "old.json")
        #expect(old.exit == 0, "\(old.errors)")
        #expect(try await Self.erase(scratch, ["--person", person]).exit == 0)
        let checked = try await scratch.pushtrail("verify", "--proof", "old.json", "--vkey", vkey)
        #expect(checked.exit == 0, "\(checked.errors)")
        let gone = try await scratch.pushtrail("prove", "--archive", "archive", "--code", code, "-o", "gone.json")
        #expect(gone.exit == 1, "\(gone.errors)")
        let all = try await scratch.pushtrail("prove", "--archive", "archive", "--status", "created", "-o", "all.json")
        #expect(all.exit == 0, "\(all.errors)")
        let shown = try await scratch.pushtrail("verify", "--proof", "all.json", "--vkey", vkey, "--json")
        #expect(
            shown.exit == 0 && !shown.text.contains("\"hidden_rows\":0"), "\(shown.text.prefix(300))\(shown.errors)")
        let python = try await scratch.run(
            Place.python,
            [
                Place.repository.appending(path: "scripts/verify_ledger.py").path(), "--proof", "all.json", "--vkey",
                vkey,
            ])
        #expect(python.exit == 0, "\(python.text)")
    }

    @Test("survives a store that is restored from the archive")
    func recovery() async throws {
        let (scratch, vkey) = try await Self.recorded()
        let person = try await Self.ids(scratch, "user(row)")[0]
        #expect(try await Self.erase(scratch, ["--person", person]).exit == 0)
        let restored = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail store create --store new.db
                pushtrail nightly --store new.db --archive archive --key key --through 2026-11-17 --recover
                pushtrail store check --store new.db
                pushtrail verify archive --vkey "$1"
                ! grep -q -F "$2" new.db
                """, "sh", vkey, person,
            ])
        #expect(restored.exit == 0, "\(restored.text)\(restored.errors)")
    }

    @Test(
        "broken at any system call, leaves the person in both places or says so, and the next run ends it",
        .enabled(if: Peer.isExpected(.strace)))
    func faults() async throws {
        let scratch = try Scratch()
        // A stage of the store as a stopped run leaves it: no recorder has to be waited for.
        let begun = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail simulate --messages 60 --days 3 --as-of 2026-11-19 --seed 7 --format csv >log.csv
                mkdir start && cd start
                pushtrail ingest --quiet --as-of 2026-11-19T00:00:00Z ../log.csv
                pushtrail key new --origin example.com/push -o key
                pushtrail nightly --quiet --archive archive --key key --through 2026-11-17 >../sealed
                "$1" -c 'import sqlite3
                store = sqlite3.connect("pushtrail.db", isolation_level=None)
                store.execute("UPDATE pruning SET stage = 2"); store.execute("PRAGMA wal_checkpoint(TRUNCATE)")'
                """, "sh", Place.python,
            ])
        try #require(begun.exit == 0, "\(begun.errors)")
        let vkey = try #require(begun.text.split(separator: "\n").last.map(String.init))
        let person = try await Self.ids(scratch, "user(row)")[0]
        // `scripts/test` asks for every place of a nightly run; an erasure makes many times as many calls.
        let places = ProcessInfo.processInfo.environment["PUSHTRAIL_ERASURE_FAULTS"] ?? "2"
        let finished = try await scratch.run(
            Place.python, [Place.peer("erasure_faults.py"), Place.binary, "start", vkey, places, person])
        #expect(finished.exit == 0, "\(finished.text)\(finished.errors)")
    }

    @Test("and a nightly run at once: one of them waits for the other, or says that the archive is locked")
    func atOnce() async throws {
        let (scratch, vkey) = try await Self.recorded()
        let people = try await Self.ids(scratch, "user(row)", 2)
        let finished = try await scratch.run(
            "sh",
            [
                "-c",
                """
                pushtrail erase --archive archive --key key --person "$1" >one.out 2>one.err & one=$!
                pushtrail nightly --archive archive --key key --through 2026-11-18 >two.out 2>two.err & two=$!
                pushtrail erase --archive archive --key key --person "$2" >three.out 2>three.err & three=$!
                pushtrail ingest --quiet log.csv >&2
                wait $one; echo $?; wait $two; echo $?; wait $three; echo $?
                cat ./*.err >&2
                """, "sh",
            ] + people)
        let statuses = finished.text.split(separator: "\n")
        #expect(statuses.count == 3 && statuses.contains("0"), "\(finished.errors)")
        #expect(
            statuses.allSatisfy { $0 == "0" || $0 == "3" && finished.errors.contains("locked") }, "\(finished.errors)")
        for person in people { #expect(try await Self.erase(scratch, ["--person", person]).exit == 0) }
        #expect(try await scratch.pushtrail("verify", "archive", "--vkey", vkey).exit == 0)
        #expect(try await scratch.pushtrail("store", "check").exit == 0)
    }
}
