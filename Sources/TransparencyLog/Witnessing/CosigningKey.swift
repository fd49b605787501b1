import Crypto

/// A witness's private key, which cosigns the checkpoints of other people's logs.
///
/// It is written as a log's private key is, with the byte 0x04 of its own kind: so neither stands in for the other.
public struct CosigningKey: Sendable {
    /// The key that checks its cosignatures.
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Creates a new key.
    ///
    /// - Parameter name: the name of the witness.
    /// - Throws: ``KeyError/badName(_:)``.
    public init(new name: String) throws(KeyError) {
        guard KeyName.isValid(name) else { throw .badName(name) }
        self.init(name: name, key: Curve25519.Signing.PrivateKey())
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = VerifierKey(name: name, algorithm: .cosignature, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a private key.
    ///
    /// - Throws: ``KeyError`` if the text is none, the key id does not match, or it is the key of a log.
    public init(_ text: String) throws(KeyError) {
        let parts = try PrivateKeyText(text)
        guard parts.algorithm == .cosignature else { throw .isLog(parts.name) }
        self.init(name: parts.name, key: parts.key)
        try parts.checkID(of: verifier)
    }

    /// The key as it is written, with an LF: the secret itself.
    package var text: String { PrivateKeyText.line(verifier, key) }

    /// Cosigns a checkpoint.
    ///
    /// - Parameters:
    ///   - text: the checkpoint's text, with its final LF.
    ///   - time: the present, in seconds since 1970; 1 or more.
    package func cosign(_ text: [UInt8], at time: UInt64) throws(KeyError) -> NoteSignature {
        guard 1..<(1 << 63) ~= time else { throw .malformed("no cosignature has the time \(time)") }
        guard let signature = try? key.signature(for: Cosignature.message(text, time: time)) else {
            throw .malformed("the key cannot sign")
        }
        return NoteSignature(
            name: verifier.name, keyID: verifier.id,
            signature: Cosignature.bytes(time: time, signature: Array(signature)))
    }
}
