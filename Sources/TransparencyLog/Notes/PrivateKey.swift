import Crypto
import Foundation

/// A private key of a log or of a witness, as Go's `note` writes it: `PRIVATE+KEY+NAME+KEYID+BASE64(algorithm ‖ seed)`.
///
/// The algorithm is a part of it, so that neither kind stands in for the other.
struct PrivateKey: Sendable {
    /// The key that checks its signatures.
    let verifier: VerifierKey
    let key: Curve25519.Signing.PrivateKey

    /// Creates a new key.
    ///
    /// - Parameters:
    ///   - name: the name of the log or the witness.
    ///   - algorithm: how it signs.
    /// - Throws: ``KeyError/badName(_:)``.
    init(new name: String, _ algorithm: KeyAlgorithm) throws(KeyError) {
        guard KeyName.isValid(name) else { throw .badName(name) }
        self.init(name: name, algorithm, Curve25519.Signing.PrivateKey())
    }

    private init(name: String, _ algorithm: KeyAlgorithm, _ key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = VerifierKey(name: name, algorithm: algorithm, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a private key.
    ///
    /// - Parameters:
    ///   - text: the key as it is written; its LF may be missing.
    ///   - expected: the algorithm that it must have.
    /// - Throws: ``KeyError`` if the text has another form, the id does not match, or the algorithm is another one.
    init(_ text: String, _ expected: KeyAlgorithm) throws(KeyError) {
        let form = KeyError.malformed("a private key reads PRIVATE+KEY+NAME+KEYID+BASE64")
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let parts = line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].utf8.elementsEqual("PRIVATE".utf8), parts[1].utf8.elementsEqual("KEY".utf8),
            KeyName.isValid(parts[2]), let bytes = CanonicalBase64.decode(parts[4]), let first = bytes.first
        else { throw form }
        guard let algorithm = KeyAlgorithm(rawValue: first) else { throw .unknownAlgorithm(first) }
        guard bytes.count == 33, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
        else { throw form }
        let name = String(parts[2])
        guard algorithm == expected else { throw expected == .ed25519 ? .isWitness(name) : .isLog(name) }
        self.init(name: name, algorithm, key)
        let own = Hex.encode(verifier.id.bigEndianBytes)
        guard parts[3] == own else { throw .wrongID(given: String(parts[3]), own: own) }
    }

    /// The key as it is written, with an LF: the secret itself.
    var text: String {
        let bytes = Data([verifier.algorithm.rawValue] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.label)+\(bytes.base64EncodedString())\n"
    }

    /// The line of a note with a signature of this key.
    ///
    /// - Parameters:
    ///   - message: what is signed.
    ///   - prefix: what comes before the signature in the line.
    func sign(_ message: [UInt8], after prefix: [UInt8] = []) throws(KeyError) -> NoteSignature {
        guard let signature = try? key.signature(for: message) else { throw .malformed("the key cannot sign") }
        return NoteSignature(name: verifier.name, keyID: verifier.id, signature: prefix + Array(signature))
    }
}
