import Foundation
import Testing
import TransparencyLog

@testable import Ledger

@Suite("A proof that rows are in the ledger", .enabled(if: Peer.isExpected(.python3)))
struct ProofTests {
    private let python = Place.repository.appending(path: "scripts/verify_ledger.py").path()

    private func check(_ archive: SampleArchive, _ name: String) async throws -> (ours: Finished, theirs: Finished) {
        let ours = try await archive.scratch.pushtrail("verify", "--proof", name, "--vkey", archive.vkey)
        let theirs = try await archive.scratch.run(Place.python, [python, "--proof", name, "--vkey", archive.vkey])
        return (ours, theirs)
    }

    @Test("holds alone, without the archive, shows those rows and no others, and says what it does not prove")
    func alone() async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N2-1", "-o", "proof.json")
        #expect(made.exit == 0, "\(made.errors)")
        #expect(made.errors.contains("not prove that there are no others"))
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/archive")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 0, "\(ours.errors)")
        #expect(theirs.exit == 0, "\(theirs.text)\(theirs.errors)")
        let lines = ours.text.split(separator: "\n")
        #expect(lines.first == "3 rows of 2026-11-18 in example.com/push, signed at 4 entries:")
        #expect(lines.dropFirst().prefix(3).allSatisfy { $0.contains(";N2-1;") })
        #expect(
            lines.last == "This proves that the rows are in the history. It does not prove that there are no others.")
        let proof = try archive.scratch.file("proof.json")
        #expect(!String(decoding: proof, as: UTF8.self).contains("N2-2"))
        #expect(proof.count < 10_000)
    }

    @Test("of one status proves that row")
    func status() async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-3", "--status", "Delivered", "-o", "-")
        let proof = try RowProof(made.output)
        #expect(proof.nights.map { $0.rows.count } == [1])
        #expect(try proof.check(keys: [archive.key.verifier]).rows[0].text.contains(";delivered;"))
    }

    @Test("that hides whom it is about shows what happened, and nothing by which a guess could be tested")
    func hidden() async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--status", "delivered", "--hide", "whom", "--from", "2026-11-17", "--to",
            "2026-11-18", "-o", "proof.json")
        #expect(made.exit == 0, "\(made.errors)")
        #expect(made.errors.contains("a proof of 8 rows, without whom they are about."), "\(made.errors)")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 0 && theirs.exit == 0, "\(ours.errors)\(theirs.text)")
        let lines = ours.text.split(separator: "\n")
        #expect(lines.first == "8 rows of 2026-11-17, 2026-11-18 in example.com/push, signed at 4 entries:")
        #expect(lines[1] == "\"2026-11-17 00:00:20\";delivered;;C90C0-0E786")
        #expect(
            lines[9]
                == "Of each row the proof shows timestamp, status, description and app, and hides tracking code, target, device and payload."
        )
        let text = String(decoding: try archive.scratch.file("proof.json"), as: UTF8.self)
        for whom in ["N1-", "N2-", "user-", "8a5f1f53", "Hello", "salt\""] { #expect(!text.contains(whom), "\(whom)") }
        let json = try await archive.scratch.pushtrail(
            "verify", "--proof", "proof.json", "--vkey", archive.vkey, "--json")
        #expect(json.text.contains("\"hidden_rows\":8"), "\(json.text)")
        // Whom, where all fields but the salt are guessed right, gives another hash.
        let proof = try RowProof(Array(text.utf8))
        let whole = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--status", "delivered", "--from", "2026-11-17", "--to", "2026-11-18",
            "-o", "-")
        for (row, known) in zip(proof.nights[0].rows, try RowProof(whole.output).nights[0].rows) {
            guard case .hidden(let hash) = row.whom, case .shown(let whom, let salt) = known.whom else {
                Issue.record("a row is shown that should be hidden, or the other way round")
                continue
            }
            let halves = RowHalves(what: Array(known.what.utf8), whom: Array(whom.utf8))
            #expect(halves.hidden(by: salt) == hash && row.what == known.what && row.path == known.path)
            #expect(halves.hidden(by: []) != hash && halves.hidden(by: [UInt8](repeating: 0, count: 16)) != hash)
        }
    }

    @Test("selects rows by code, status, reason and night, and says which are asked for where there are none")
    func selection() async throws {
        func row(_ night: Int, _ code: String, _ status: String, _ reason: String) -> String {
            SampleArchive.row(night, code, status).replacing(";\(status);;", with: ";\(status);\(reason);")
        }
        let archive = try SampleArchive([
            [row(0, "A", "failed", "BadDeviceToken"), row(0, "B", "failed", "\"APNs: BadDeviceToken (400)\"")],
            [row(1, "C", "failed", "\"no; \"\"way\"\"\""), row(1, "D", "sent", "")],
        ])
        func prove(_ options: String...) async throws -> Finished {
            try await archive.scratch.run(Place.binary, ["prove", "--archive", "archive", "-o", "-"] + options)
        }
        func rows(_ options: String...) async throws -> [String] {
            let made = try await archive.scratch.run(
                Place.binary, ["prove", "--archive", "archive", "-o", "-"] + options)
            return try RowProof(made.output).check(keys: [archive.key.verifier]).rows.map {
                String($0.text.split(separator: ";")[1])
            }
        }
        #expect(try await rows("--reason", "baddevicetoken") == ["A", "B"])
        #expect(try await rows("--reason", "no; \"WAY\"") == ["C"])
        #expect(try await rows("--status", "failed") == ["A", "B", "C"])
        #expect(try await rows("--status", "failed", "--from", "2026-11-17") == ["C"])
        #expect(try await rows("--status", "failed", "--to", "2026-11-16", "--code", "B") == ["B"])
        let none = try await prove("--reason", "Unregistered", "--from", "2026-11-17")
        #expect(none.exit == 1)
        #expect(
            none.errors.contains("no row refused for Unregistered is in archive in the nights that were named"),
            "\(none.errors)")
        for options in [
            [], ["--hide", "whom"], ["--status", "sent", "--hide", "what"],
            ["--code", "A", "--from", "2026-11-18", "--to", "2026-11-17"],
        ] {
            let wrong = try await archive.scratch.run(
                Place.binary, ["prove", "--archive", "archive", "-o", "-"] + options)
            #expect(wrong.exit == 64, "\(wrong.errors)")
        }
    }

    @Test("is not made where there is no such row, or where the archive is not what was sealed")
    func none() async throws {
        let archive = try SampleArchive()
        let none = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N9", "-o", "proof.json")
        #expect(none.exit == 1)
        _ = try await archive.scratch.run(Place.python, [Place.peer("tamper.py"), "flip_csv", SampleArchive.zip(1)])
        let changed = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "-o", "proof.json")
        #expect(changed.exit == 3)
        #expect(changed.errors.contains("do not match the manifest"))
        #expect(try !archive.scratch.names().contains("proof.json"))
    }

    @Test("is made of the other nights where one cannot be searched, which is named")
    func without() async throws {
        let archive = try SampleArchive()
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/" + SampleArchive.zip(2))
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "-o", "proof.json")
        #expect(made.exit == 3)
        #expect(made.errors.contains("a night is not searched: cannot read \(SampleArchive.zip(2))"), "\(made.errors)")
        #expect(try await check(archive, "proof.json").ours.exit == 0)
        let none = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N9", "-o", "none.json")
        #expect(none.exit == 3 && !none.errors.contains("no row"), "\(none.errors)")
        #expect(try !archive.scratch.names().contains("none.json"))
    }

    /// What somebody does to a proof.
    struct Change: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var make: @Sendable (inout RowProof) -> Void
    }

    static let changes: [Change] = [
        Change(testDescription: "a hash removed") { $0.nights[0].rows[0].path.removeLast() },
        Change(testDescription: "a hash added") { $0.nights[0].rows[0].path.append(.emptyRoot) },
        Change(testDescription: "two hashes swapped") { $0.nights[0].rows[0].path.swapAt(0, 1) },
        Change(testDescription: "another index") { $0.nights[0].rows[0].index += 1 },
        Change(testDescription: "an index beyond the rows") { $0.nights[0].rows[0].index = 12 },
        Change(testDescription: "another row") { $0.nights[0].rows[0].what += " " },
        Change(testDescription: "another outcome") { proof in
            let row = proof.nights[0].rows[0]
            proof.nights[0].rows[0].what = row.what.replacing(";sent;", with: ";delivered;")
        },
        Change(testDescription: "another person") { proof in
            guard case .shown(let whom, let salt) = proof.nights[0].rows[0].whom else { return }
            proof.nights[0].rows[0].whom = .shown(whom.replacing(";user-", with: ";user-9"), salt: salt)
        },
        Change(testDescription: "another salt") { proof in
            guard case .shown(let whom, let salt) = proof.nights[0].rows[0].whom else { return }
            proof.nights[0].rows[0].whom = .shown(whom, salt: Array(salt.reversed()))
        },
        Change(testDescription: "a hash of something else in place of the person") {
            $0.nights[0].rows[0].whom = .hidden(.emptyRoot)
        },
        Change(testDescription: "a separator moved from one half to the other") { proof in
            guard case .shown(let whom, let salt) = proof.nights[0].rows[0].whom else { return }
            proof.nights[0].rows[0].what += ";"
            proof.nights[0].rows[0].whom = .shown(String(whom.dropFirst()), salt: salt)
        },
        Change(testDescription: "an inner node as a row") { proof in
            // Its two halves are 64 bytes: a hidden hash and another hash as what happened.
            let row = proof.nights[0].rows[0]
            proof.nights[0].rows[0].what = String(decoding: row.path[0].bytes, as: UTF8.self)
            proof.nights[0].rows[0].whom = .hidden(.leaf(Array(row.what.utf8)))
            proof.nights[0].rows[0].path.removeFirst()
        },
        Change(testDescription: "no row") { $0.nights[0].rows = [] },
        Change(testDescription: "no night") { $0.nights = [] },
        Change(testDescription: "another manifest") { proof in
            proof.nights[0].manifest = proof.nights[0].manifest.replacing("\"late\":1", with: "\"late\":0")
        },
        Change(testDescription: "another index in the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("index 1", with: "index 0")
        },
        Change(testDescription: "an index beyond the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("index 1", with: "index 4")
        },
        Change(testDescription: "another size of the ledger") { proof in
            proof.nights[0].logProof = proof.nights[0].logProof.replacing("push\n4\n", with: "push\n5\n")
        },
    ]

    @Test("that was changed proves nothing, to us or to the Python script", arguments: changes)
    func changed(_ change: Change) async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "--status", "sent", "-o", "-")
        try await expectNothingProved(by: made, after: change, in: archive)
    }

    private func expectNothingProved(by made: Finished, after change: Change, in archive: SampleArchive) async throws {
        var proof = try RowProof(made.output)
        change.make(&proof)
        try archive.scratch.write(Array(proof.text.utf8), to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 1, "\(ours.text)")
        #expect(theirs.exit == 1, "\(theirs.text)")
    }

    /// What somebody does to a proof's text: other readers of JSON may see something else in it, or the same.
    private static let spellings: [(String, @Sendable (String) -> [UInt8])] = [
        ("a key twice, of a row", { Array($0.replacing("\"what\":", with: "\"what\":\"other\",\"what\":").utf8) }),
        (
            "a key twice, the true one first",
            { Array($0.replacing("],\"salt\":", with: "],\"index\":9,\"salt\":").utf8) }
        ),
        ("a key twice, of the whole", { Array($0.replacing("{\"nights\":", with: "{\"nights\":[],\"nights\":").utf8) }),
        (
            "a key twice, written with an escape",
            { Array($0.replacing("\"what\":", with: "\"wh\\u0061t\":\"x\",\"what\":").utf8) }
        ),
        ("a key that means nothing", { Array($0.replacing("{\"nights\":", with: "{\"more\":1,\"nights\":").utf8) }),
        (
            "a trailing comma",
            {
                Array(
                    $0.replacing("\"schema\":\"pushtrail.proof/2\"}", with: "\"schema\":\"pushtrail.proof/2\",}").utf8)
            }
        ),
        ("an index with a fraction", { Array($0.replacing("\"index\":4", with: "\"index\":4.0").utf8) }),
        ("an index with an exponent", { Array($0.replacing("\"index\":4", with: "\"index\":4e0").utf8) }),
        ("an index of minus nought", { Array($0.replacing("\"index\":4", with: "\"index\":-0").utf8) }),
        ("an index with a leading zero", { Array($0.replacing("\"index\":4", with: "\"index\":04").utf8) }),
        ("an index as text", { Array($0.replacing("\"index\":4", with: "\"index\":\"4\"").utf8) }),
        ("an index that is true", { Array($0.replacing("\"index\":4", with: "\"index\":true").utf8) }),
        ("an escape that need not be", { Array($0.replacing("\"what\":\"\\\"", with: "\"what\":\"\\u0022").utf8) }),
        ("a slash escaped", { Array($0.replacing("pushtrail.proof/2", with: "pushtrail.proof\\/2").utf8) }),
        ("another notice", { Array($0.replacing("does not prove", with: "does prove").utf8) }),
        (
            "a person both shown and hidden",
            {
                Array($0.replacing("{\"index\":", with: "{\"hidden\":\"\(SHA256Hash.emptyRoot)\",\"index\":").utf8)
            }
        ),
        ("no salt", { Array($0.replacing(/"salt":"[^"]*",/, with: "").utf8) }),
        ("a salt of null", { Array($0.replacing(/"salt":"[^"]*"/, with: "\"salt\":null").utf8) }),
        ("no notice", { Array($0.replacing("\"notice\":\"\(RowProof.notice)\",", with: "").utf8) }),
        ("other spaces", { Array($0.replacing("\"nights\":", with: "\"nights\": ").utf8) }),
        ("no line end", { Array($0.dropLast().utf8) }),
        ("CRLF", { Array($0.dropLast().utf8) + [0x0D, 0x0A] }),
        ("two line ends", { Array(($0 + "\n").utf8) }),
        ("a byte order mark", { [0xEF, 0xBB, 0xBF] + Array($0.utf8) }),
        ("UTF-16", { [0xFF, 0xFE] + $0.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }),
        ("UTF-16 without a mark", { $0.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } }),
        ("a comment", { Array(("/* */" + $0).utf8) }),
        ("something after it", { Array(($0 + "{}").utf8) }),
        ("a NUL after it", { Array($0.utf8) + [0] }),
        ("33 MiB of spaces", { Array($0.utf8) + Array(repeating: 0x20, count: 33 << 20) }),
    ]

    @Test("in any spelling but its own proves nothing, to us or to the Python script", arguments: spellings.indices)
    func spelling(_ number: Int) async throws {
        let (name, change) = Self.spellings[number]
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "--status", "sent", "-o", "-")
        let bytes = change(made.text)
        #expect(bytes != made.output, "\(name)")
        try archive.scratch.write(bytes, to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        // What is larger than any proof is not read.
        #expect(ours.exit == (bytes.count > 32 << 20 ? 3 : 1), "\(name): \(ours.text)\(ours.errors)")
        #expect(theirs.exit == 1, "\(name): \(theirs.text)")
    }

    @Test(
        "may carry extra data in its tlog-proof, as C2SP allows; in one spelling",
        arguments: [
            ("extra aGVsbG8=\\n", true), ("extra \\n", true), ("extra aGVsbG9=\\n", false), ("extra aGVsbG8\\n", false),
            ("extra hello!\\n", false), ("extra\\n", false), ("extra aGVsbG8=\\nextra aGVsbG8=\\n", false),
            ("other\\n", false),
        ])
    func extra(_ line: String, isAllowed: Bool) async throws {
        let archive = try SampleArchive()
        let made = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "--status", "sent", "-o", "-")
        let text = made.text.replacing("tlog-proof@v1\\n", with: "tlog-proof@v1\\n\(line)")
        try archive.scratch.write(Array(text.utf8), to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == (isAllowed ? 0 : 1), "\(ours.errors)")
        #expect(theirs.exit == (isAllowed ? 0 : 1), "\(theirs.text)")
    }

    /// What somebody does to a proof of the rows of three nights, two of each.
    static let rearrangements: [Change] = [
        Change(testDescription: "a row twice") { $0.nights[0].rows.append($0.nights[0].rows[1]) },
        Change(testDescription: "a row before another") { $0.nights[0].rows.swapAt(0, 1) },
        Change(testDescription: "a night twice") { $0.nights[1] = $0.nights[0] },
        Change(testDescription: "a night before another") { $0.nights.swapAt(0, 1) },
        Change(testDescription: "a night without rows") { $0.nights[1].rows = [] },
    ]

    @Test("of rows that are not in their order, each once, proves nothing", arguments: rearrangements)
    func rearranged(_ change: Change) async throws {
        let archive = try SampleArchive(
            (0..<3).map { [SampleArchive.row($0, "T", "sent"), SampleArchive.row($0, "T", "delivered", second: 1)] })
        let made = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "T", "-o", "-")
        try archive.scratch.write(made.output, to: "whole.json")
        let whole = try await check(archive, "whole.json")
        #expect(whole.ours.exit == 0 && whole.theirs.exit == 0, "\(whole.ours.errors)\(whole.theirs.text)")
        try await expectNothingProved(by: made, after: change, in: archive)
    }

    @Test("under two checkpoints proves nothing: nothing says that they are of one history")
    func twoCheckpoints() async throws {
        let archive = try SampleArchive(nights: 0)
        var proofs: [RowProof] = []
        for night in 0..<2 {
            do {
                var writer = try LedgerWriter(archive: archive.scratch.path + "/archive", keys: [archive.key])
                let text = Array((SampleArchive.row(night, "T", "sent") + "\n").utf8)
                _ = try writer.publish(SampleArchive.day(night), firstEvent: night + 1, events: 1) {
                    try $0.append(text.span)
                }
            }
            let made = try await archive.scratch.pushtrail("prove", "--archive", "archive", "--code", "T", "-o", "-")
            proofs.append(try RowProof(made.output))
        }
        proofs[1].nights[0] = proofs[0].nights[0]
        try archive.scratch.write(Array(proofs[1].text.utf8), to: "proof.json")
        let (ours, theirs) = try await check(archive, "proof.json")
        #expect(ours.exit == 1 && ours.errors.contains("more than one checkpoint"), "\(ours.errors)")
        #expect(theirs.exit == 1, "\(theirs.text)")
    }

    @Test("lists an archive's nights, and the missing ones")
    func history() async throws {
        let archive = try SampleArchive()
        let whole = try await archive.scratch.pushtrail("history", "archive")
        #expect(whole.exit == 0)
        #expect(whole.text.hasPrefix("example.com/push: 4 nights, 48 rows\nnight       rows  late"), "\(whole.text)")
        try FileManager.default.removeItem(atPath: archive.scratch.path + "/" + SampleArchive.zip(2))
        let gone = try await archive.scratch.pushtrail("history", "archive", "--json")
        #expect(gone.exit == 2)
        #expect(
            gone.text.contains(#""day":"2026-11-18","first_event":25,"late":1,"rows":12,"state":"missing""#),
            "\(gone.text)")
        // A night is its zip, its manifest and its salts.
        for path in [SampleArchive.manifest(1), SampleArchive.salts(3)] {
            try FileManager.default.removeItem(atPath: archive.scratch.path + "/" + path)
        }
        let more = try await archive.scratch.pushtrail("history", "archive", "--json")
        #expect(more.text.matches(of: /"state":"missing"/).count == 3, "\(more.text)")
    }
}
