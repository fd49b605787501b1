import Foundation

/// A signature line of a note: `— NAME BASE64(key id ‖ signature)`.
public struct NoteSignature: Hashable, Sendable {
    /// The signer's name.
    public var name: String
    /// The id of the signer's key.
    public var keyID: UInt32
    /// The signature's bytes.
    public var signature: [UInt8]

    package init(name: String, keyID: UInt32, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a signature line, without its LF.
    package init?(line: some StringProtocol) {
        guard line.hasPrefix(Self.beginning) else { return nil }
        let parts = line.dropFirst(Self.beginning.count).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, KeyName.isValid(parts[0]), let bytes = CanonicalBase64.decode(parts[1]), bytes.count > 4
        else { return nil }
        name = String(parts[0])
        keyID = UInt32(bigEndianBytes: bytes[..<4])
        signature = Array(bytes[4...])
    }

    /// The line, with its LF.
    package var line: String {
        "\(Self.beginning)\(name) \(Data(keyID.bigEndianBytes + signature).base64EncodedString())\n"
    }

    /// The key that the line names: `NAME+KEYID`.
    package var label: String { "\(name)+\(Hex.encode(keyID.bigEndianBytes))" }

    /// Whether the line names a key, by name and id.
    package func isBy(_ key: VerifierKey) -> Bool { key.isNamed(name) && keyID == key.id }

    private static let beginning = "\u{2014} "
}
