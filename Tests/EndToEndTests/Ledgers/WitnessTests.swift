import Foundation
import Testing
import TransparencyLog

@Suite(
    "A witness, held against a log written from the specification",
    .enabled(if: Peer.isExpected(.python3, .openssl), Peer.reason))
struct WitnessTests {
    private static let peer = Place.peer("witness.py")

    @Test("answers what C2SP says to what is right, wrong, forked, rolled back, hostile, and at once", .hangGuard)
    func protocolOfC2SP() async throws {
        let scratch = try Scratch()
        let vkey = try await scratch.witnessKey("w1")
        let log = try await scratch.run("python3", [Self.peer, "key", ".", "log.example/one"])
        let ended = try await scratch.witnessing("w1", ["--log", log.text.trimmingCharacters(in: .newlines)]) {
            server in
            let seen = try await scratch.run(
                "python3", [Self.peer, "protocol", server.url, vkey, ".", "log.example/one"])
            #expect(seen.exit == 0 && seen.text.hasSuffix(" checks\n"), "\(seen.text)\(seen.errors)")
        }
        #expect(ended.exit == 0, "\(ended.errors)")
        #expect(!ended.errors.contains("error"), "\(ended.errors)")
    }

    @Test("killed again and again while it works, forgets nothing that it cosigned", .hangGuard)
    func kills() async throws {
        // 1,000 take some minutes.
        let rounds = ProcessInfo.processInfo.environment["PUSHTRAIL_WITNESS_KILLS"] ?? "8"
        let scratch = try Scratch()
        let seen = try await scratch.run("python3", [Self.peer, "kills", Place.binary, rounds, "."])
        #expect(seen.exit == 0 && seen.text.hasPrefix("\(rounds) kills, "), "\(seen.text)\(seen.errors)")
    }
}

@Suite("The witnesses of a ledger", .enabled(if: Peer.isExpected(.python3, .openssl), Peer.reason))
struct LedgerWitnessTests {
    /// A store with events of some days, the ledger's key in `key`, and its verifier key.
    private func recorded() async throws -> (scratch: Scratch, vkey: String) {
        let scratch = try Scratch()
        let made = try await scratch.pushtrail(
            "simulate", "--messages", "20", "--days", "4", "--as-of", "2026-11-16", "--seed", "5")
        try scratch.write(made.output, to: "events.ndjson")
        let taken = try await scratch.pushtrail("ingest", "--as-of", "2026-11-16", "events.ndjson")
        try #require(taken.exit == 0, "\(taken.errors)")
        let key = try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "key")
        return (scratch, key.text.trimmingCharacters(in: .newlines))
    }

    private func nightly(_ scratch: Scratch, through day: String, _ options: String...) async throws -> Finished {
        try await scratch.run(
            Place.binary,
            ["nightly", "--archive", "archive", "--key", "key", "--through", day, "--policy", "policy"] + options)
    }

    private func verify(_ scratch: Scratch, _ options: String...) async throws -> Verified {
        try Verified(
            await scratch.run(Place.binary, ["verify", "archive", "--json", "--policy", "policy"] + options))
    }

    @Test(
        "cosign each night; a night without their quorum is sealed all the same, and cosigned by the next run",
        .hangGuard)
    func nights() async throws {
        let (scratch, vkey) = try await recorded()
        let keys = [try await scratch.witnessKey("w1"), try await scratch.witnessKey("w2")]
        func write(policyAt urls: [String]) throws {
            let witnesses = zip(keys, urls).enumerated().map { "witness w\($0 + 1) \($1.0) \($1.1)\n" }
            let text = "log \(vkey)\n" + witnesses.joined() + "group both all w1 w2\nquorum both\n"
            try scratch.write(Array(text.utf8), to: "policy")
        }
        let log = ["--log", vkey]
        try await scratch.witnessing("w1", log) { one in
            try await scratch.witnessing("w2", log) { two in
                try write(policyAt: [one.url, two.url])
                let first = try await nightly(scratch, through: "2026-11-12")
                #expect(
                    first.exit == 0 && first.text.hasSuffix("\ncosigned by w1, w2\n"), "\(first.text)\(first.errors)")
                let verified = try await verify(scratch)
                #expect(verified.exit == 0, "\(verified.document)")
            }
            // One is away.
            let alone = try await nightly(scratch, through: "2026-11-13", "--json")
            #expect(alone.exit == 1 && alone.errors.contains("no connection"), "\(alone.errors)")
            #expect(alone.errors.contains("the quorum both is missed: w1 cosigned; not w2"), "\(alone.errors)")
            #expect(alone.text.contains(#""cosigners":["w1"]"#) && alone.text.contains(#""quorum":false"#))
            #expect(alone.text.contains(#""day":"2026-11-13""#))
            let missed = try await verify(scratch)
            #expect(missed.exit == 2 && missed.codes.contains("quorum-missed"), "\(missed.document)")
            // It is back, at another address, and nothing new is to be sealed.
            try await scratch.witnessing("w2", log) { two in
                let before = try scratch.file("archive/ledger/checkpoint")
                let again = try await nightly(scratch, through: "2026-11-13", "--witness", two.url)
                #expect(
                    again.exit == 0 && again.text.hasSuffix("\ncosigned by w1, w2\n"), "\(again.text)\(again.errors)")
                #expect(try scratch.file("archive/ledger/checkpoint").starts(with: before))
                #expect(try await verify(scratch).exit == 0)
                let line = try scratch.file("archive/ledger/checkpoint")
                let done = try await nightly(scratch, through: "2026-11-13", "--witness", two.url)
                #expect(done.exit == 0)
                #expect(try scratch.file("archive/ledger/checkpoint") == line)
            }
        }
        // Others' programs check the cosignatures too.
        let script = Place.repository.appending(path: "scripts/verify_ledger.py").path()
        let other = try await scratch.run(
            Place.python, [script, "archive", "--vkey", vkey, "--vkey", keys[0], "--vkey", keys[1]])
        #expect(other.exit == 0 && other.text.hasPrefix("OK"), "\(other.text)\(other.errors)")
    }

    @Test("do not cosign a ledger that was rolled back and sealed again, and this is reported", .hangGuard)
    func fork() async throws {
        let (scratch, vkey) = try await recorded()
        let key = try await scratch.witnessKey("w1")
        try await scratch.witnessing("w1", ["--log", vkey]) { server in
            let policy = "log \(vkey)\nwitness w1 \(key) \(server.url)/\nquorum w1\n"
            try scratch.write(Array(policy.utf8), to: "policy")
            #expect(try await nightly(scratch, through: "2026-11-13").exit == 0)
            // The same key seals other events.
            let other = try await scratch.run(
                "sh",
                [
                    "-ec",
                    """
                    pushtrail simulate --messages 9 --days 4 --as-of 2026-11-16 --seed 6 >other.ndjson
                    pushtrail ingest --store other.db --as-of 2026-11-16 other.ndjson
                    for day in 2026-11-12 2026-11-13 2026-11-14; do
                        pushtrail nightly --store other.db --archive other --key key --policy policy --through $day && exit 9
                    done
                    exit 0
                    """,
                ])
            #expect(other.exit == 0, "\(other.text)\(other.errors)")
            #expect(other.errors.contains("rolled back, or another one has its name"), "\(other.errors)")
            #expect(other.errors.contains("it cosigned another history of this log (422)"), "\(other.errors)")
            // That is bad news however few witnesses are enough.
            try scratch.write(Array(policy.replacing("quorum w1", with: "quorum none").utf8), to: "policy")
            let enough = try await nightly(scratch, through: "2026-11-14", "--archive", "other", "--store", "other.db")
            #expect(enough.exit == 1 && enough.errors.contains("(422)"), "\(enough.errors)")
        }
    }

    @Test("can read the archive themselves, from its folder and from a web server", .hangGuard)
    func pulling() async throws {
        let archive = try SampleArchive(nights: 3)
        let scratch = archive.scratch
        _ = try await scratch.witnessKey("w1")
        func pull(_ place: String) async throws -> Finished {
            try await scratch.pushtrail(
                "witness", "--key", "w1.key", "--state", "w1.json", "--log", archive.vkey, "--pull", place)
        }
        let first = try await pull("archive")
        #expect(first.exit == 0 && first.text.hasPrefix("example.com/push\n3\n"), "\(first.text)\(first.errors)")
        #expect(first.text.contains("\n\u{2014} witness.example/w1 "))
        try archive.publish(3..<6)
        let served = try await scratch.run(
            "sh",
            [
                "-c",
                """
                python3 -u -m http.server 0 --bind 127.0.0.1 >http.log 2>&1 & server=$!
                trap 'kill $server' EXIT
                until port=$(sed -n 's/.* port \\([0-9]*\\) .*/\\1/p' http.log) && [ -n "$port" ]; do sleep 0.1; done
                pushtrail witness --key w1.key --state w1.json --log "$0" --pull "http://127.0.0.1:$port/archive"
                """, archive.vkey,
            ])
        #expect(served.exit == 0 && served.text.hasPrefix("example.com/push\n6\n"), "\(served.text)\(served.errors)")
        // A fork, with the same key: both names of what was signed are kept.
        try archive.publish(0..<6, in: "forked", different: true)
        let forked = try await pull("forked")
        #expect(forked.exit == 1 && forked.text.isEmpty, "\(forked.text)")
        #expect(forked.errors.contains("two roots are signed for 6 entries"), "\(forked.errors)")
        try archive.publish(0..<2, in: "early")
        let early = try await pull("early")
        #expect(early.exit == 1 && early.errors.contains("rolled back: it has 2 entries, 6 were cosigned"))
        #expect(try await pull("nowhere").exit == 3)
        #expect(try await pull("http://127.0.0.1:1/archive").exit == 3)
        #expect(try await pull("archive").exit == 0)
    }
}

extension Scratch {
    /// Makes the key of a witness, `NAME.key`, and returns its verifier key.
    fileprivate func witnessKey(_ name: String) async throws -> String {
        let made = try await pushtrail("key", "new", "--witness", "witness.example/\(name)", "-o", "\(name).key")
        try #require(made.exit == 0, "\(made.errors)")
        return made.text.trimmingCharacters(in: .newlines)
    }

    /// Runs a witness with the key `NAME.key` and the state `NAME.json` for as long as `body` does.
    ///
    /// - Returns: how it ended; its errors are its log.
    @discardableResult
    fileprivate func witnessing(
        _ name: String, _ options: [String], _ body: (Server) async throws -> Void
    ) async throws -> Finished {
        let command = ["witness", "--key", "\(name).key", "--state", "\(name).json", "--listen", "0"]
        return try await running(command + options, ending: SIGTERM, body)
    }
}
