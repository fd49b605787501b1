import Crypto
import Foundation

/// A public key that checks signatures of notes (C2SP signed-note).
///
/// Written as `NAME+KEYID+BASE64(algorithm ‖ key)`.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// The signer's name; of a log's own key, the log's origin.
    public let name: String
    /// The key's id.
    ///
    /// The first 4 bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ key), as a big-endian number.
    public let id: UInt32
    /// How the key signs.
    public let algorithm: KeyAlgorithm
    /// The 32 bytes of an Ed25519 public key (RFC 8032).
    let publicKey: [UInt8]

    package init(name: String, algorithm: KeyAlgorithm, publicKey: [UInt8]) {
        self.name = name
        self.algorithm = algorithm
        self.publicKey = publicKey
        id = VerifierKeyText.id(name: name, algorithm: algorithm.rawValue, publicKey: publicKey)
    }

    /// Reads a verifier key.
    ///
    /// - Throws: ``KeyError`` if the text is none, the key id does not match the name and key, or the algorithm is not
    ///   supported.
    public init(_ text: String) throws(KeyError) {
        let parts = try VerifierKeyText(text)
        let count = parts.publicKey.count + 1
        let lengthFault = KeyError.malformed("\(count) bytes after the key id, not 33: it is cut off, or not a key yet")
        guard count >= 33 else { throw lengthFault }
        guard let algorithm = KeyAlgorithm(rawValue: parts.algorithm) else {
            throw .unknownAlgorithm(parts.algorithm)
        }
        guard count == 33 else { throw lengthFault }
        try parts.checkID()
        self.init(name: parts.name, algorithm: algorithm, publicKey: parts.publicKey)
    }

    /// The key as it is written.
    public var description: String {
        "\(label)+\(Data([algorithm.rawValue] + publicKey).base64EncodedString())"
    }

    /// The name and the id: `NAME+KEYID`.
    package var label: String { "\(name)+\(idText)" }

    private var idText: String { Hex.encode(id.bigEndianBytes) }

    /// Whether the key has a name, byte for byte: Swift's `==` would accept canonically equivalent text.
    func isNamed(_ name: String) -> Bool { self.name.utf8.elementsEqual(name.utf8) }

    /// Whether the key is the log's own, not a witness's.
    ///
    /// A log's own key has the log's name.
    package func isSigner(of checkpoint: Checkpoint) -> Bool { algorithm == .ed25519 && isNamed(checkpoint.origin) }

    /// Whether a signature is this key's over a text.
    package func verifies(_ signature: [UInt8], of text: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        switch algorithm {
        case .ed25519:
            return signature.count == 64 && key.isValidSignature(signature, for: text)
        case .cosignature:
            guard signature.count == 72, let time = Cosignature.time(in: signature) else { return false }
            return key.isValidSignature(signature[8...], for: Cosignature.message(text, time: time))
        }
    }
}
