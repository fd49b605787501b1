import Crypto
import Foundation

/// A private key that signs checkpoints.
///
/// Written as Go's `note` writes it: `PRIVATE+KEY+NAME+KEYID+BASE64(algorithm ‖ seed)`.
public struct SigningKey: Sendable {
    /// The key that checks its signatures.
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Creates a new key.
    ///
    /// - Parameter name: the origin of the log.
    /// - Throws: ``KeyError/badName(_:)``.
    public init(new name: String) throws(KeyError) {
        guard KeyName.isValid(name) else { throw .badName(name) }
        self.init(name: name, key: Curve25519.Signing.PrivateKey())
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = VerifierKey(name: name, algorithm: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a private key.
    ///
    /// - Throws: ``KeyError`` if the text is none, or the key id does not match.
    public init(_ text: String) throws(KeyError) {
        let form = KeyError.malformed("a private key reads PRIVATE+KEY+NAME+KEYID+BASE64")
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let parts = line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].utf8.elementsEqual("PRIVATE".utf8), parts[1].utf8.elementsEqual("KEY".utf8),
            KeyName.isValid(parts[2]), let bytes = CanonicalBase64.decode(parts[4]), bytes.count == 33
        else { throw form }
        guard bytes[0] == KeyAlgorithm.ed25519.rawValue else { throw .unknownAlgorithm(bytes[0]) }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst()) else { throw form }
        self.init(name: String(parts[2]), key: key)
        let own = Hex.encode(verifier.id.bigEndianBytes)
        guard parts[3] == own else { throw .wrongID(given: String(parts[3]), own: own) }
    }

    /// The key as it is written, with an LF: the secret itself.
    package var text: String {
        let id = Hex.encode(verifier.id.bigEndianBytes)
        let bytes = Data([KeyAlgorithm.ed25519.rawValue] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.name)+\(id)+\(bytes.base64EncodedString())\n"
    }

    /// The signature over a note's text.
    package func sign(_ text: [UInt8]) throws(KeyError) -> NoteSignature {
        guard let signature = try? key.signature(for: text) else { throw .malformed("the key cannot sign") }
        return NoteSignature(name: verifier.name, keyID: verifier.id, signature: Array(signature))
    }
}
