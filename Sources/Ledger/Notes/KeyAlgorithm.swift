/// How a note's signature line is made, by the byte that C2SP's signed-note gives each way.
public enum KeyAlgorithm: UInt8, Hashable, Sendable {
    /// Ed25519 over the note's text.
    case ed25519 = 0x01
    /// A witness's Ed25519 over the time and the note's text (C2SP tlog-cosignature, `cosignature/v1`).
    case cosignature = 0x04
}
