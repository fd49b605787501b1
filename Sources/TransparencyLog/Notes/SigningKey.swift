import Crypto

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
    /// - Throws: ``KeyError`` if the text is none, the key id does not match, or it is the key of a witness.
    public init(_ text: String) throws(KeyError) {
        let parts = try PrivateKeyText(text)
        guard parts.algorithm == .ed25519 else { throw .isWitness(parts.name) }
        self.init(name: parts.name, key: parts.key)
        try parts.checkID(of: verifier)
    }

    /// The key as it is written, with an LF: the secret itself.
    package var text: String { PrivateKeyText.line(verifier, key) }

    /// The signature over a note's text.
    package func sign(_ text: [UInt8]) throws(KeyError) -> NoteSignature {
        guard let signature = try? key.signature(for: text) else { throw .malformed("the key cannot sign") }
        return NoteSignature(name: verifier.name, keyID: verifier.id, signature: Array(signature))
    }
}
