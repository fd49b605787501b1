import Crypto
public import Durability
import Foundation
import Glibc
import TrackingLog

/// A private key that signs checkpoints: `PRIVATE+KEY+NAME+KEYID+BASE64(algorithm ‖ seed)`, the form of Go's `note`.
public struct SigningKey: Sendable {
    /// The key that its signatures are checked with.
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// Makes a new key.
    ///
    /// - Parameter name: the ledger's origin.
    /// - Throws: ``KeyError/badName(_:)``.
    public init(new name: String) throws(KeyError) {
        guard KeyName.isValid(name) else { throw .badName(name) }
        self.init(name: name, key: Curve25519.Signing.PrivateKey())
    }

    private init(name: String, key: Curve25519.Signing.PrivateKey) {
        self.key = key
        verifier = VerifierKey(name: name, algorithm: .ed25519, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Reads a private key as it is written.
    ///
    /// - Throws: ``KeyError`` where it is none, or its id is not its own.
    public init(_ text: String) throws(KeyError) {
        let form = KeyError.malformed("a private key reads PRIVATE+KEY+NAME+KEYID+BASE64")
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let parts = line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isSame(as: "PRIVATE"), parts[1].isSame(as: "KEY"), KeyName.isValid(parts[2]),
            let bytes = CanonicalBase64.decode(parts[4]), bytes.count == 33
        else { throw form }
        guard bytes[0] == KeyAlgorithm.ed25519.rawValue else { throw .unknownAlgorithm(bytes[0]) }
        guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst()) else { throw form }
        self.init(name: String(parts[2]), key: key)
        let own = Hex.encode(verifier.id.bigEndianBytes)
        guard parts[3] == own else { throw .wrongID(given: String(parts[3]), own: own) }
    }

    /// Reads the file of a private key.
    ///
    /// - Throws: `FileError` where it cannot be read; ``KeyError``, where others than its owner may read it or where it
    ///   holds no key.
    public init(path: String) throws {
        let file = try OpenFile(path, links: .followed)
        guard file.mode & 0o077 == 0 else { throw KeyError.exposed(path: path) }
        try self.init(String(decoding: FileBytes.read(file, named: path), as: UTF8.self))
    }

    /// The key as it is written, which is the secret itself.
    private var text: String {
        let id = Hex.encode(verifier.id.bigEndianBytes)
        let bytes = Data([KeyAlgorithm.ed25519.rawValue] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.name)+\(id)+\(bytes.base64EncodedString())\n"
    }

    /// Writes the key to a new file that its owner alone may read (mode 0600).
    ///
    /// - Throws: `FileError` where there is a file already, which is never replaced, or where none can be made.
    public func write(to path: String) throws(FileError) {
        var file = try AtomicFile(replacing: path, mode: 0o600)
        let bytes = Array(text.utf8)
        try file.write(bytes.span)
        guard try file.commit(.whereNoneIs) == .appeared else {
            throw FileError(path: path, doing: "make", code: EEXIST)
        }
    }

    /// The signature over a note's text.
    func sign(_ text: [UInt8]) throws(KeyError) -> NoteSignature {
        guard let signature = try? key.signature(for: text) else { throw .malformed("the key cannot sign") }
        return NoteSignature(name: verifier.name, keyID: verifier.id, signature: Array(signature))
    }
}
