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
        id = Self.id(name: name, algorithm: algorithm, publicKey: publicKey)
    }

    /// Reads a verifier key.
    ///
    /// - Throws: ``KeyError`` if the text is none, the key id does not match the name and key, or the algorithm is not
    ///   supported.
    public init(_ text: String) throws(KeyError) {
        guard !text.hasPrefix("PRIVATE+KEY+") else { throw .isPrivate }
        // Base64 may hold a + too: only the first two separate parts.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, KeyName.isValid(parts[0]), let id = Hex.decode(parts[1]), id.count == 4,
            let bytes = CanonicalBase64.decode(parts[2]), let first = bytes.first
        else { throw .malformed("a verifier key reads NAME+KEYID+BASE64") }
        guard bytes.count >= 33 else {
            throw .malformed("\(bytes.count) bytes after the key id, not 33: it is cut off, or not a key yet")
        }
        guard bytes.count == 33, let algorithm = KeyAlgorithm(rawValue: first) else { throw .unknownAlgorithm(first) }
        self.init(name: String(parts[0]), algorithm: algorithm, publicKey: Array(bytes.dropFirst()))
        guard Hex.encode(id) == idText else { throw .wrongID(given: Hex.encode(id), own: idText) }
    }

    /// The key as it is written.
    public var description: String {
        "\(label)+\(Data([algorithm.rawValue] + publicKey).base64EncodedString())"
    }

    /// The name and the id: `NAME+KEYID`.
    var label: String { "\(name)+\(idText)" }

    private var idText: String { Hex.encode(id.bigEndianBytes) }

    /// Whether the key has a name, byte for byte: Swift's `==` would accept other spellings of the same letters.
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
            guard signature.count == 72 else { return false }
            let time = signature[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            guard time < 1 << 63 else { return false }
            return key.isValidSignature(signature[8...], for: Array("cosignature/v1\ntime \(time)\n".utf8) + text)
        }
    }

    private static func id(name: String, algorithm: KeyAlgorithm, publicKey: [UInt8]) -> UInt32 {
        let hash = SHA256Hash.of(Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey)
        return UInt32(bigEndianBytes: hash.bytes[..<4])
    }
}
