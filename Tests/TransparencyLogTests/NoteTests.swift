import Crypto
import Foundation
import Testing

@testable import TransparencyLog

@Suite("Signed notes, as C2SP has them")
struct NoteTests {
    /// The example of Go's `sumdb/note`, which the format comes from.
    private static let goKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    private static let goPrivateKey = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    private static let goText =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    private static let goLine =
        "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    private static let strangerLine = "\u{2014} stranger AAAAAAAAAAAA\n"

    private func note(_ text: String) throws -> SignedNote { try SignedNote(Array(text.utf8)) }

    @Test("Go's example is verified by its key, and signed again to the same bytes")
    func go() throws {
        let key = try VerifierKey(Self.goKey)
        #expect(key.description == Self.goKey)
        let bytes = Array((Self.goText + "\n" + Self.goLine).utf8)
        let note = try SignedNote(bytes)
        #expect(note.bytes == bytes)
        #expect(try note.verify(with: [key]) == [key])
        let signing = try SigningKey(Self.goPrivateKey)
        #expect(signing.verifier == key)
        let again = SignedNote(text: note.text, signatures: [try signing.sign(note.text)])
        #expect(again.bytes == bytes)
    }

    @Test("a name is its bytes: other bytes for the same letters are another name")
    func normalization() throws {
        let key = try SigningKey(new: "caf\u{E9}.example/K")
        let text = Checkpoint(origin: "caf\u{E9}.example/K", size: 1, root: .emptyRoot).text
        let signed = SignedNote(text: text, signatures: [try key.sign(text)])
        #expect(try signed.verify(with: [key.verifier]) == [key.verifier])
        for other in ["cafe\u{301}.example/K", "caf\u{E9}.example/\u{212A}"] {
            var line = signed.signatures[0]
            line.name = other
            let id = key.verifier.label.suffix(8)
            #expect(throws: NoteError.noneKnown(signers: ["\(other)+\(id)"], given: [key.verifier.label])) {
                try SignedNote(text: text, signatures: [line]).verify(with: [key.verifier])
            }
            #expect(!key.verifier.isSigner(of: Checkpoint(origin: other, size: 1, root: .emptyRoot)))
            #expect(throws: KeyError.self) {
                try VerifierKey(key.verifier.description.replacing("caf\u{E9}.example/K", with: other))
            }
        }
    }

    @Test("C2SP's example, whose text has an empty line, is read completely")
    func example() throws {
        let text = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
        let line =
            "\u{2014} quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
        let note = try note(text + "\n" + line)
        #expect(note.text == Array(text.utf8))
        #expect(note.signatures.map(\.name) == ["quasimodo.example/salvatore"])
        #expect(note.signatures[0].keyID == 0x367B_A04B)
        #expect(note.signatures[0].signature.count == 64)
        #expect(note.bytes == Array((text + "\n" + line).utf8))
    }

    @Test("C2SP's cosigned checkpoint is read with both its lines")
    func cosigned() throws {
        let bytes = Array(
            """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

            """.utf8)
        let note = try SignedNote(bytes)
        #expect(note.bytes == bytes)
        let checkpoint = try Checkpoint(note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.text == note.text)
        #expect(note.signatures[1].signature.count == 72)
        #expect(note.signatures[1].signature[..<8].reduce(0) { $0 << 8 | UInt64($1) } == 1_679_315_147)
    }

    @Test("signatures of unknown keys are ignored, whatever they hold")
    func unknown() throws {
        let key = try VerifierKey(Self.goKey)
        let note = try note(Self.goText + "\n" + Self.strangerLine + Self.goLine + Self.strangerLine)
        #expect(try note.verify(with: [key]) == [key])
        // The right name with another id is another key, as is the right id with another name.
        let other = try SigningKey(new: "PeterNeumann")
        let signers = ["stranger+00000000", "PeterNeumann+c74f20a3", "stranger+00000000"]
        #expect(throws: NoteError.noneKnown(signers: signers, given: [other.verifier.label])) {
            try note.verify(with: [other.verifier])
        }
    }

    @Test("a known key whose signature fails rejects the note, whoever else has signed")
    func badSignature() throws {
        let (one, two) = (try SigningKey(new: "one"), try SigningKey(new: "two"))
        let text = Array("text\n".utf8)
        var wrong = try two.sign(text)
        wrong.signature[5] ^= 1
        let note = SignedNote(text: text, signatures: [try one.sign(text), wrong])
        #expect(try note.verify(with: [one.verifier]) == [one.verifier])
        #expect(throws: NoteError.badSignature(two.verifier.label)) {
            try note.verify(with: [one.verifier, two.verifier])
        }
    }

    @Test("both keys of a rotation are accepted, each alone too")
    func rotation() throws {
        let (old, new) = (try SigningKey(new: "ledger"), try SigningKey(new: "ledger"))
        let text = Array("text\n".utf8)
        let note = SignedNote(text: text, signatures: [try old.sign(text), try new.sign(text)])
        #expect(try note.verify(with: [old.verifier]) == [old.verifier])
        #expect(try note.verify(with: [new.verifier]) == [new.verifier])
        #expect(try note.verify(with: [new.verifier, old.verifier]) == [old.verifier, new.verifier])
    }

    @Test("a witness's cosignature is over its time and the text")
    func cosignature() throws {
        let secret = Curve25519.Signing.PrivateKey()
        let key = VerifierKey(
            name: "witness.example/w1", algorithm: .cosignature, publicKey: Array(secret.publicKey.rawRepresentation))
        #expect(try VerifierKey(key.description) == key)
        let text = Array("example.com/log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".utf8)
        let time: [UInt8] = [0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCB]
        let signature = try secret.signature(for: Array("cosignature/v1\ntime 1679315147\n".utf8) + text)
        #expect(key.verifies(time + signature, of: text))
        #expect(!key.verifies([0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCC] + signature, of: text))
        #expect(!key.verifies([0x80] + time.dropFirst() + signature, of: text))
        #expect(!key.verifies(Array(signature), of: text))
    }

    @Test(
        "what is not exactly a note is none",
        arguments: [
            "", "\n", "text\n", "text\n\n", "text\n\n\u{2014} name AAAAAAAA", "text\r\n\n\u{2014} name AAAAAAAA\n",
            "text\n\n\u{2014} name AAAAAAAA\r\n", "text\n\n\u{2014} name AAAA\n", "text\n\n\u{2014}  name AAAAAAAA\n",
            "text\n\n- name AAAAAAAA\n", "text\n\n\u{2014} na+me AAAAAAAA\n", "text\n\n\u{2014} name AAAAAAAB=\n",
            "text\n\n\u{2014} name AAAAAAA=\n\n", "te\u{1}xt\n\n\u{2014} name AAAAAAAA\n",
        ])
    func malformed(text: String) {
        #expect(throws: NoteError.self) { try note(text) }
    }

    @Test(
        "what is not exactly a key is none",
        arguments: [
            "", "PeterNeumann", "PeterNeumann+c74f20a3",
            "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+AhpcMQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
            "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        ])
    func keys(text: String) {
        #expect(throws: KeyError.self) { try VerifierKey(text) }
    }

    @Test("a key has no name with a space or a plus in it", arguments: ["", "a b", "a+b", "a\u{A0}b", "a\nb"])
    func names(name: String) {
        #expect(throws: KeyError.badName(name)) { try SigningKey(new: name) }
    }
}
