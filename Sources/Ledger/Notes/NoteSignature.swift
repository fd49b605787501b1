import Foundation
import TrackingLog

/// A signature line of a note: `— NAME BASE64(key id ‖ signature)`.
public struct NoteSignature: Hashable, Sendable {
    /// The signer's name.
    public var name: String
    /// Which of the signer's keys.
    public var keyID: UInt32
    /// What the key made of the text.
    public var signature: [UInt8]

    init(name: String, keyID: UInt32, signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    /// Reads a signature line, without its LF.
    init?(line: some StringProtocol) {
        guard line.hasPrefix(Self.beginning) else { return nil }
        let parts = line.dropFirst(Self.beginning.count).split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, KeyName.isValid(parts[0]), let bytes = CanonicalBase64.decode(parts[1]), bytes.count > 4
        else { return nil }
        name = String(parts[0])
        keyID = bytes[..<4].reduce(0) { $0 << 8 | UInt32($1) }
        signature = Array(bytes[4...])
    }

    /// The line, with its LF.
    var line: String {
        "\(Self.beginning)\(name) \(Data(keyID.bigEndianBytes + signature).base64EncodedString())\n"
    }

    /// Whether a key may have made it: name and id together tell.
    func isOf(_ key: VerifierKey) -> Bool { name.isSame(as: key.name) && keyID == key.id }

    private static let beginning = "\u{2014} "
}
