import Crypto
public import EventStore
import HTTPTypes

/// A token as its holder knows it.
///
/// It is `pt_` and 64 hexadecimal digits: 256 random bits.
public struct TokenSecret: Sendable {
    /// The text: shown once on creation, sent with every request.
    public let text: String

    /// A new secret from the system's random source.
    public static func random() -> TokenSecret {
        TokenSecret(text: "pt_\(JobID.random())\(JobID.random())")
    }

    /// A secret that came with a request.
    public init(text: some StringProtocol) { self.text = String(text) }

    private init(text: String) { self.text = text }

    /// The hash that the store keeps.
    ///
    /// A plain hash is enough: no dictionary holds 256 random bits.
    public var digest: TokenDigest? {
        var text = text
        return text.withUTF8 { TokenDigest(SHA256.hash(data: UnsafeRawBufferPointer($0))) }
    }
}

extension HTTPFields {
    /// The token of `Authorization: Bearer TOKEN`, or of Pushwoosh's `Api TOKEN`.
    var token: TokenSecret? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, ["bearer", "api"].contains(parts[0].lowercased()) else { return nil }
        return TokenSecret(text: parts[1])
    }
}
