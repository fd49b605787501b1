import Foundation

/// Base64 (RFC 4648 section 4) of which there is exactly one for some bytes: padded, no other characters, and no bits set
/// that decode to nothing.
enum CanonicalBase64 {
    /// The bytes; nil where the text is anything else than what encoding them gives.
    static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
