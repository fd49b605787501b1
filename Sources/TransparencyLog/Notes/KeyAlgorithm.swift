/// How a key signs notes, by the byte that C2SP's signed-note assigns.
public enum KeyAlgorithm: UInt8, Hashable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// A witness's Ed25519 over the time and the note's text (C2SP tlog-cosignature, `cosignature/v1`).
    case cosignature = 0x04

    /// A witness's ML-DSA-44, which is known by its name only (C2SP tlog-cosignature).
    static let mlDSA44: UInt8 = 0x06
}

/// The rule for names of keys (C2SP signed-note).
///
/// A name is not empty and has no Unicode space, no `+` and no control character.
enum KeyName {
    static func isValid(_ name: some StringProtocol) -> Bool {
        !name.isEmpty
            && name.unicodeScalars.allSatisfy {
                $0 != "+" && !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
    }
}
