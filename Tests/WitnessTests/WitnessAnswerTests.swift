import Testing
import WebClient

@testable import TransparencyLog
@testable import Witness

@Suite("What a witness answers to a log")
struct WitnessAnswerTests {
    private let log: TestLog
    private let keys: [CosigningKey]
    private let client: WitnessClient

    init() throws {
        log = try TestLog("example.com/log")
        keys = try (1...2).map { try CosigningKey(new: "witness.example/w\($0)") }
        client = try WitnessClient(WebAddress("http://127.0.0.1:1"), keys: keys.map(\.verifier))
    }

    /// The lines of a note, as a body has them.
    private static func body(_ lines: [NoteSignature]) -> [UInt8] {
        let note = SignedNote(text: [], signatures: lines)
        return Array(note.bytes.dropFirst())
    }

    private func reason(_ body: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let note = try log.note(3)
        let refusal = #expect(throws: WitnessClient.Refusal.self, sourceLocation: sourceLocation) {
            try client.lines(in: body, for: note)
        }
        #expect(refusal?.isAlarm == false, sourceLocation: sourceLocation)
        return refusal?.description ?? ""
    }

    @Test("are the cosignatures by keys of the policy; other lines are ignored")
    func taken() throws {
        let note = try log.note(3)
        let stranger = try CosigningKey(new: "witness.example/w1")
        let lines = try [stranger, keys[1], keys[0]].map { try $0.cosign(note.text, at: 7) }
        #expect(try client.lines(in: Self.body(lines), for: note) == Array(lines.dropFirst()))
    }

    @Test("are of the checkpoint's text as it is: lines in front of them would be another one")
    func otherText() throws {
        let note = try log.note(3)
        let longer = note.text + Array("\nmore\n".utf8)
        let body = try Array("more\n\n".utf8) + Self.body([keys[0].cosign(longer, at: 7)])
        #expect(try reason(body).contains("it has an empty line"))
    }

    @Test("are none where they are of another checkpoint, by another key, of no time, or something else")
    func refused() throws {
        let (note, other) = (try log.note(3), try log.note(4))
        #expect(try reason(Self.body([keys[0].cosign(other.text, at: 7)])).contains("does not match"))
        let stranger = try CosigningKey(new: "witness.example/w3")
        #expect(try reason(Self.body([stranger.cosign(note.text, at: 7)])).contains("no witness with the key"))
        #expect(try reason(Self.body(note.signatures)).contains("no witness with the key"))
        let message = Cosignature.message(note.text, time: 0)
        let timeless = try PrivateKey(keys[0].text, .cosignature).sign(message, after: Cosignature.bytes(of: 0))
        #expect(try reason(Self.body([timeless])).contains("has no time"))
        for body in ["", "\n", "hello\n", "\u{2014} witness.example/w1 AAAA\n"] {
            #expect(try reason(Array(body.utf8)).contains("holds no cosignature"), "\(body)")
        }
    }
}
