/// A witness's private key, which cosigns the checkpoints of other people's logs.
///
/// It is written as a log's private key is, with the byte 0x04 of its own kind: so neither stands in for the other.
public struct CosigningKey: Sendable {
    private let key: PrivateKey

    /// Creates a new key.
    ///
    /// - Parameter name: the name of the witness.
    /// - Throws: ``KeyError/badName(_:)``.
    public init(new name: String) throws(KeyError) { key = try PrivateKey(new: name, .cosignature) }

    /// Reads a private key.
    ///
    /// - Throws: ``KeyError`` if the text is none, the key id does not match, or it is the key of a log.
    public init(_ text: String) throws(KeyError) { key = try PrivateKey(text, .cosignature) }

    /// The key that checks its cosignatures.
    public var verifier: VerifierKey { key.verifier }

    /// The key as it is written, with an LF: the secret itself.
    package var text: String { key.text }

    /// Cosigns a checkpoint.
    ///
    /// - Parameters:
    ///   - text: the checkpoint's text, with its final LF.
    ///   - time: the present, in seconds since 1970; 1 or more.
    package func cosign(_ text: [UInt8], at time: UInt64) throws(KeyError) -> NoteSignature {
        guard 1..<(1 << 63) ~= time else { throw .malformed("no cosignature has the time \(time)") }
        return try key.sign(Cosignature.message(text, time: time), after: Cosignature.bytes(of: time))
    }
}
