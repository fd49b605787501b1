/// The parts of a verifier key, of any kind: `NAME+KEYID+BASE64(algorithm ‖ key)`.
struct VerifierKeyText {
    let name: String
    let id: UInt32
    let algorithm: UInt8
    let publicKey: [UInt8]

    /// - Throws: ``KeyError`` if the text has another form.
    init(_ text: String) throws(KeyError) {
        guard !text.hasPrefix("PRIVATE+KEY+") else { throw .isPrivate }
        // Base64 may hold a + too: only the first two separate parts.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, KeyName.isValid(parts[0]), let id = Hex.decode(parts[1]), id.count == 4,
            let bytes = CanonicalBase64.decode(parts[2]), let first = bytes.first
        else { throw .malformed("a verifier key reads NAME+KEYID+BASE64") }
        name = String(parts[0])
        self.id = UInt32(bigEndianBytes: id)
        algorithm = first
        publicKey = Array(bytes.dropFirst())
    }

    /// Checks that the id is that of name and key.
    func checkID() throws(KeyError) {
        let own = Self.id(name: name, algorithm: algorithm, publicKey: publicKey)
        guard id == own else {
            throw .wrongID(given: Hex.encode(id.bigEndianBytes), own: Hex.encode(own.bigEndianBytes))
        }
    }

    /// The first 4 bytes of SHA-256(name ‖ 0x0A ‖ algorithm ‖ key), as a big-endian number.
    static func id(name: String, algorithm: UInt8, publicKey: [UInt8]) -> UInt32 {
        let hash = SHA256Hash.of(Array(name.utf8) + [0x0A, algorithm] + publicKey)
        return UInt32(bigEndianBytes: hash.bytes[..<4])
    }
}
