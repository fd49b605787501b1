import Crypto
import Foundation

/// The parts of a private key, of a log or a witness: `PRIVATE+KEY+NAME+KEYID+BASE64(algorithm ‖ seed)`.
struct PrivateKeyText {
    let name: String
    let algorithm: KeyAlgorithm
    let key: Curve25519.Signing.PrivateKey
    private let id: String

    /// - Throws: ``KeyError`` if the text has another form, or the algorithm is not supported.
    init(_ text: String) throws(KeyError) {
        let form = KeyError.malformed("a private key reads PRIVATE+KEY+NAME+KEYID+BASE64")
        let line = text.hasSuffix("\n") ? text.dropLast() : text[...]
        let parts = line.split(separator: "+", maxSplits: 4, omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].utf8.elementsEqual("PRIVATE".utf8), parts[1].utf8.elementsEqual("KEY".utf8),
            KeyName.isValid(parts[2]), let bytes = CanonicalBase64.decode(parts[4]), let first = bytes.first
        else { throw form }
        guard let algorithm = KeyAlgorithm(rawValue: first) else { throw .unknownAlgorithm(first) }
        guard bytes.count == 33, let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst())
        else { throw form }
        name = String(parts[2])
        id = String(parts[3])
        self.algorithm = algorithm
        self.key = key
    }

    /// Checks that the id is that of the public key.
    func checkID(of verifier: VerifierKey) throws(KeyError) {
        let own = Hex.encode(verifier.id.bigEndianBytes)
        guard id == own else { throw .wrongID(given: id, own: own) }
    }

    /// A private key as it is written, with an LF.
    static func line(_ verifier: VerifierKey, _ key: Curve25519.Signing.PrivateKey) -> String {
        let bytes = Data([verifier.algorithm.rawValue] + Array(key.rawRepresentation))
        return "PRIVATE+KEY+\(verifier.label)+\(bytes.base64EncodedString())\n"
    }
}
