import Foundation

/// Base64 with exactly one text for some bytes (RFC 4648 section 4).
///
/// It is padded, has no other characters, and sets no bits that decode to nothing.
package enum CanonicalBase64 {
    /// The text of some bytes.
    package static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    /// The bytes; nil if encoding them gives another text.
    package static func decode(_ text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }
}
