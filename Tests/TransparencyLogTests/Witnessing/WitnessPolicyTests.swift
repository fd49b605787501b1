import Testing

@testable import TransparencyLog

@Suite("A policy, as C2SP has it")
struct WitnessPolicyTests {
    private static func witness(_ name: String) throws -> CosigningKey { try CosigningKey(new: name) }

    /// The specification's example, with keys.
    private struct Example {
        var keys: [String: CosigningKey] = [:]
        var log: SigningKey
        var text: String

        init() throws {
            log = try SigningKey(new: "example.com/log")
            text = "log \(log.verifier)\n\n"
            for name in ["X1", "X2", "X3", "Y1", "Y2", "Y3"] {
                let key = try witness("witness.example/\(name)")
                keys[name] = key
                text += "witness \(name) \(key.verifier)\n"
                if name == "X3" { text += "group X-witnesses 2 X1 X2 X3\n\n" }
                if name == "Y3" { text += "group Y-witnesses any Y1 Y2 Y3\n\n" }
            }
            text += "group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
        }
    }

    private func policy(_ text: String) throws -> WitnessPolicy { try WitnessPolicy(Array(text.utf8)) }

    @Test("the specification's example demands two of three, and one of three others")
    func example() throws {
        let example = try Example()
        let policy = try policy(example.text)
        #expect(policy.logKeys == [example.log.verifier] && policy.witnesses.count == 6)
        let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
        for chosen in 0..<64 {
            let some = names.indices.filter { chosen >> $0 & 1 == 1 }.map { names[$0] }
            let isMet = some.count { $0.hasPrefix("X") } >= 2 && some.contains { $0.hasPrefix("Y") }
            #expect(policy.isMet(by: Set(some.map { WitnessPolicy.Name($0.utf8) })) == isMet, "\(some)")
        }
    }

    @Test("counts only cosignatures that verify, and says who is missing")
    func notes() throws {
        let example = try Example()
        let policy = try policy(example.text)
        let text = Checkpoint(origin: "example.com/log", size: 1, root: .emptyRoot).text
        func line(_ name: String) throws -> NoteSignature { try #require(example.keys[name]).cosign(text, at: 1) }
        var note = SignedNote(
            text: text, signatures: [try example.log.sign(text), try line("X1"), try line("Y3"), try line("X3")])
        #expect(policy.shortfall(of: note) == nil)
        #expect(policy.cosigners(of: note).map(\.name.description) == ["X1", "X3", "Y3"])
        note.signatures[1].signature[20] ^= 1
        #expect(
            policy.shortfall(of: note)
                == "the quorum X-and-Y is missed: X3, Y3 cosigned; not X1, X2, Y1, Y2")
        let none = SignedNote(text: text, signatures: [try example.log.sign(text)])
        #expect(policy.shortfall(of: none)?.contains("missed: no witness cosigned; not X1, X2") ?? false)
    }

    @Test("needs no logs, no witnesses and no addresses where its quorum is none")
    func none() throws {
        let policy = try policy(" \t# nobody\n\n\tquorum \t none \n")
        #expect(policy.logs.isEmpty && policy.witnesses.isEmpty && policy.isMet(by: []))
    }

    @Test("has addresses, tabs, comments, and names of any bytes, which are not letters")
    func opaque() throws {
        let (one, two) = (try Self.witness("w1").verifier, try Self.witness("w2").verifier)
        // A Kelvin sign is no K, and half of it is a name too.
        let bytes =
            Array("witness\tK \(one) https://w1.example/\u{E4}\n  witness \u{212A} \(two)\n# \u{FF}\ngroup ".utf8) + [
                0xE2, 0x84,
            ]
            + Array(" all K \u{212A}\nquorum ".utf8) + [0xE2, 0x84, 0x0A]
        let policy = try WitnessPolicy(bytes)
        #expect(policy.witnesses.map(\.url) == ["https://w1.example/\u{E4}", nil])
        #expect(policy.isMet(by: Set(policy.witnesses.map(\.name))))
        #expect(!policy.isMet(by: [policy.witnesses[0].name]))
    }

    @Test("a witness of ML-DSA-44 can be read, does not count, and is named")
    func unsupported() throws {
        let key = try Self.witness("w1")
        let text = """
            log \(MLDSAKey.text("example.com/log", fill: 1))
            witness pq \(MLDSAKey.text("witness.example/pq")) https://pq.example
            witness w1 \(key.verifier)
            group g all pq w1
            quorum g

            """
        let policy = try policy(text)
        #expect(policy.logs.count == 1 && policy.logKeys.isEmpty)
        #expect(policy.witnessKeys == [key.verifier])
        let checkpoint = Checkpoint(origin: "example.com/log", size: 1, root: .emptyRoot).text
        let note = SignedNote(text: checkpoint, signatures: [try key.cosign(checkpoint, at: 1)])
        #expect(
            policy.shortfall(of: note)
                == "the quorum g is missed: w1 cosigned; not pq (an ML-DSA-44 key, not supported yet)")
    }

    @Test("of hundreds of logs, witnesses and groups is read")
    func large() throws {
        var lines: [String] = []
        for number in 0..<200 {
            lines.append("log \(try SigningKey(new: "log.example/\(number)").verifier)")
            lines.append("witness w\(number) \(try Self.witness("w.example/\(number)").verifier)")
            lines.append("group g\(number) all w\(number)\(number > 0 ? " g\(number - 1)" : "")")
        }
        let policy = try policy(lines.map { $0 + "\n" }.joined() + "quorum g199\n")
        #expect(policy.isMet(by: Set(policy.witnesses.map(\.name))))
        #expect(!policy.isMet(by: Set(policy.witnesses.dropFirst().map(\.name))))
    }

    @Test("what is not exactly a policy is none, and the line is named")
    func malformed() throws {
        let log = try SigningKey(new: "example.com/log").verifier
        let (one, two) = (try Self.witness("w1").verifier, try Self.witness("w2").verifier)
        let three = try Self.witness("w3").verifier
        let renamed = VerifierKey(name: "other", algorithm: .cosignature, publicKey: one.publicKey)
        let head = "witness a \(one)\nwitness b \(two)\n"
        let cases: [(String, Int?, String)] = [
            ("", nil, "empty"), ("quorum none", nil, "no LF"), ("# nothing\n", nil, "no quorum"),
            ("quorum none\nquorum none\n", 2, "already"), ("quorum a\n", 1, "named a"),
            ("quorum a\nwitness a \(one)\n", 1, "named a"), ("quorum\n", 1, "written"),
            ("quorum none none\n", 1, "written"), ("Quorum none\n", 1, "begins with"),
            ("quorum none\r\n", 1, "CR"), ("quorum\u{B}none\n", 1, "control"),
            ("# \u{7F}\nquorum none\n", 1, "control"),
            ("log\n", 1, "written"), ("log \(log) u v\n", 1, "written"), ("log \(one)\n", 1, "cannot be a log's"),
            ("log \(log)\nlog \(log)\n", 2, "same key"), ("log x+00000000+AAAA\n", 1, "not a key"),
            ("log \(MLDSAKey.text("l", count: 1311))\n", 1, "1,312 bytes"),
            ("witness a\n", 1, "written"), ("witness a \(log)\n", 1, "cannot be a witness's"),
            ("witness none \(one)\n", 1, "none is"),
            ("\(head)witness a \(three)\n", 3, "named a"),
            ("\(head)witness c \(renamed)\n", 3, "same key"), ("\(head)group a all b\n", 3, "named a"),
            ("\(head)group g all\n", 3, "written"), ("\(head)group g 0 a b\n", 3, "1 to 2"),
            ("\(head)group g 3 a b\n", 3, "1 to 2"), ("\(head)group g 02 a b\n", 3, "1 to 2"),
            ("\(head)group g most a b\n", 3, "1 to 2"), ("\(head)group g any a a\n", 3, "already"),
            ("\(head)group g any a none\n", 3, "named none"), ("\(head)group g any g\n", 3, "named g"),
            ("\(head)group g any a\ngroup h any a\n", 4, "already"),
        ]
        for (text, line, reason) in cases {
            let error = #expect(throws: PolicyError.self, "\(text)") { try policy(text) }
            #expect(
                error?.line == line && error?.reason.contains(reason) ?? false, "\(text): \(String(describing: error))")
        }
    }
}
