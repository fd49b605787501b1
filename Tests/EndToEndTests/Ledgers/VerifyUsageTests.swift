import Testing

@Suite("What is asked of verify and key")
struct VerifyUsageTests {
    @Test("has to make sense: what is for an archive's folder is wrong usage for a zip or a proof")
    func wrongUsage() async throws {
        let archive = try SampleArchive(nights: 1)
        let zip = SampleArchive.zip(0)
        try archive.scratch.write(Array("quorum none\n".utf8), to: "policy")
        for options in [
            ["--last-checkpoint", "archive/ledger/checkpoint"], ["--expect-through", "2026-11-16"],
            ["--policy", "policy"], ["--from", "2026-11-16"],
        ] {
            let ofZip = try await archive.scratch.run(Place.binary, ["verify", zip] + options)
            #expect(ofZip.exit == 64)
            #expect(ofZip.errors.contains("\(options[0]) is for an archive's folder"), "\(ofZip.errors)")
            let ofProof = try await archive.scratch.run(Place.binary, ["verify", "--proof", zip] + options)
            #expect(ofProof.exit == 64)
            #expect(ofProof.errors.contains("\(options[0]) is for an archive"), "\(ofProof.errors)")
            let ofBoth = try await archive.scratch.run(
                Place.binary, ["verify", zip, "archive", "--vkey", archive.vkey] + options)
            #expect(ofBoth.exit == 0, "\(ofBoth.text)")
            let ofNothing = try await archive.scratch.run(Place.binary, ["verify", "nowhere"] + options)
            #expect(ofNothing.exit == 3)
        }
    }

    @Test("trusts the keys of a file, each for its nights")
    func keyFile() async throws {
        let archive = try SampleArchive(nights: 2)
        let (first, last) = (SampleArchive.day(0), SampleArchive.day(1))
        for (text, status, words) in [
            ("# ours\n\(archive.vkey)\n", 0, "complete and unchanged"),
            ("\(archive.vkey) \(first) \(last)\n", 0, "complete"),
            ("\(archive.vkey) - \(first)\n", 1, "checkpoint-key-out-of-time"),
            ("\(archive.vkey) soon\n", 3, "keys, line 1 does not list verifier keys"), ("", 3, "it names no key"),
        ] as [(String, Int32, String)] {
            try archive.scratch.write(Array(text.utf8), to: "keys")
            let verified = try await archive.scratch.pushtrail("verify", "archive", "--keys", "keys")
            #expect(
                verified.exit == status && (verified.text + verified.errors).contains(words),
                "\(verified.text)\(verified.errors)")
        }
        let proof = try await archive.scratch.pushtrail(
            "prove", "--archive", "archive", "--code", "N1-1", "-o", "proof.json")
        #expect(proof.exit == 0)
        for (text, status) in [("\(archive.vkey) - \(last)\n", 0), ("\(archive.vkey) - \(first)\n", 1)]
            as [(String, Int32)]
        {
            try archive.scratch.write(Array(text.utf8), to: "keys")
            let checked = try await archive.scratch.pushtrail("verify", "--proof", "proof.json", "--keys", "keys")
            #expect(checked.exit == status, "\(checked.text)\(checked.errors)")
        }
    }

    @Test("may come on standard input: a zip, a proof, a checkpoint that was kept")
    func standardInput() async throws {
        let archive = try SampleArchive(nights: 2)
        let scratch = archive.scratch
        let zip = try await scratch.pushtrail("verify", "-", input: scratch.file(SampleArchive.zip(0)))
        #expect(zip.exit == 0 && zip.text.hasPrefix("standard input: 12 rows\n"), "\(zip.text)\(zip.errors)")
        let made = try await scratch.pushtrail("prove", "--archive", "archive", "--code", "N1-1", "-o", "-")
        let proof = try await scratch.pushtrail(
            "verify", "--proof", "-", "--vkey", archive.vkey, input: made.output)
        #expect(proof.exit == 0, "\(proof.errors)")
        let kept = try await scratch.pushtrail(
            "verify", "archive", "--vkey", archive.vkey, "--last-checkpoint", "-",
            input: scratch.file("archive/ledger/checkpoint"))
        #expect(kept.exit == 0, "\(kept.text)\(kept.errors)")
        #expect(try await scratch.pushtrail("verify", "-", "-").exit == 64)
    }

    @Test("of a new key is a file: no private key goes to standard output")
    func key() async throws {
        let scratch = try Scratch()
        let printed = try await scratch.pushtrail("key", "new", "--origin", "example.com/push", "-o", "-")
        #expect(printed.exit == 64)
        #expect(printed.text.isEmpty && printed.errors.contains("not written to standard output"))
        #expect(try scratch.names() == [])
    }

    @Test("makes a key that is for its owner alone from the first moment", .enabled(if: Peer.isExpected(.strace)))
    func mode() async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "strace",
            [
                "-f", "-o", "trace", "-e", "trace=openat,fchmod,chmod", Place.binary, "key", "new", "--origin", "o",
                "-o", "key",
            ])
        #expect(made.exit == 0, "\(made.errors)")
        let trace = String(decoding: try scratch.file("trace"), as: UTF8.self)
        let calls = trace.split(separator: "\n").filter { $0.contains("key.tmp") || $0.contains("chmod(") }
        #expect(calls.count >= 2)
        #expect(calls.allSatisfy { $0.contains(", 0600)") }, "\(calls)")
    }
}
