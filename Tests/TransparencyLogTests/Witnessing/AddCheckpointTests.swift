import Testing

@testable import TransparencyLog

@Suite("A request for a cosignature, as C2SP has it")
struct AddCheckpointTests {
    /// The example of tlog-witness.
    static let example = """
        old 20852014
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        \u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=

        """

    @Test("the specification's example is read, and written to the same bytes")
    func example() throws {
        let bytes = Array(Self.example.utf8)
        let request = try AddCheckpointRequest(bytes)
        #expect(request.oldSize == 20_852_014 && request.proof.count == 4)
        #expect(request.checkpoint.signatures.count == 2)
        #expect(try Checkpoint(request.checkpoint.text).size == 20_852_163)
        #expect(request.bytes == bytes)
        // Its log is nobody's here.
        #expect(
            WitnessDecision(request, logs: []) { _ in nil } == .unknownLog(origin: "example.com/behind-the-sofa"))
    }

    @Test("the specification's answer holds three signature lines")
    func answer() throws {
        let lines = [
            "\u{2014} witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==",
            "\u{2014} witness.example/w1 I7rEps0pvK2UqkS2gSpVUDhrhVtQV9lgF6pRrWAvjJHjyWpW7VcE3SiOlVlbQNt64vWhO+DlkL0+UfzuOBMh9ChdMkP1vi/lCAsmlw==",
            "\u{2014} witness.example/w2 AWui8Sk55XjYLOijihBjhqEH6nS1ndDymE0a+6idX7pLcnoB+dhnz0854aLZgrrKbYKA7nC3HNJhm/kWl7oJlqU3rXXvpysAdyP3wQ==",
        ]
        for line in lines {
            let signature = try #require(NoteSignature(line: line))
            #expect(signature.line == line + "\n" && signature.signature.count == 72)
        }
    }

    @Test(
        "what is not exactly a request is none",
        arguments: [
            ("", "no empty line"), ("old 0\n", "no empty line"), ("\n\n", "first line"), ("new 0\n\n", "first line"),
            ("old\n\n", "first line"), ("old 00\n\n", "first line"), ("old -1\n\n", "first line"),
            ("old 1 \n\n", "first line"), ("old +1\n\n", "first line"), ("old 0x1\n\n", "first line"),
            ("old 99999999999999999999\n\n", "first line"), ("old 0\r\n\r\n\n\n", "first line"),
            ("old 1\nAAAA\n\n", "line 2"), ("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\n", "line 2"),
            ("old 0\n\n", "the checkpoint is"), ("old 0\n\nexample.com/log\n", "the checkpoint is"),
        ])
    func malformed(text: String, reason: String) {
        let fault = #expect(throws: AddCheckpointRequest.Fault.self) { try AddCheckpointRequest(Array(text.utf8)) }
        #expect(fault?.description.contains(reason) ?? false, "\(String(describing: fault))")
    }

    @Test("has 63 hashes at most")
    func long() throws {
        let hash = SHA256Hash.emptyRoot
        let note = try AddCheckpointRequest(Array(Self.example.utf8)).checkpoint
        for (count, isRead) in [(63, true), (64, false)] {
            let bytes = AddCheckpointRequest(
                oldSize: 1, proof: [SHA256Hash](repeating: hash, count: count), checkpoint: note
            ).bytes
            #expect(((try? AddCheckpointRequest(bytes)) != nil) == isRead)
        }
    }
}
