/// A private key that signs checkpoints.
///
/// Written as Go's `note` writes it: `PRIVATE+KEY+NAME+KEYID+BASE64(algorithm ‖ seed)`.
public struct SigningKey: Sendable {
    private let key: PrivateKey

    /// Creates a new key.
    ///
    /// - Parameter name: the origin of the log.
    /// - Throws: ``KeyError/badName(_:)``.
    public init(new name: String) throws(KeyError) { key = try PrivateKey(new: name, .ed25519) }

    /// Reads a private key.
    ///
    /// - Throws: ``KeyError`` if the text is none, the key id does not match, or it is the key of a witness.
    public init(_ text: String) throws(KeyError) { key = try PrivateKey(text, .ed25519) }

    /// The key that checks its signatures.
    public var verifier: VerifierKey { key.verifier }

    /// The key as it is written, with an LF: the secret itself.
    package var text: String { key.text }

    /// The signature over a note's text.
    package func sign(_ text: [UInt8]) throws(KeyError) -> NoteSignature { try key.sign(text) }
}
