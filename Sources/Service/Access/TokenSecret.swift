import Crypto
public import EventStore

/// A token as its holder knows it: `pt_` and 64 hexadecimal characters, 256 bits that nobody can guess.
public struct TokenSecret: Sendable {
    /// What is told once, to whoever makes the token, and sent with every request from then on.
    public let text: String

    /// A new secret, of the system's own randomness.
    public static func random() -> TokenSecret {
        TokenSecret(text: "pt_\(JobID.random())\(JobID.random())")
    }

    /// A secret that came with a request.
    public init(text: some StringProtocol) { self.text = String(text) }

    private init(text: String) { self.text = text }

    /// What the store keeps of it.
    ///
    /// A plain hash will do: there are no 256 bits to be guessed from a dictionary.
    public var digest: TokenDigest? {
        var text = text
        return text.withUTF8 { TokenDigest(SHA256.hash(data: UnsafeRawBufferPointer($0))) }
    }
}
