import HTTPTypes

extension HTTPFields {
    /// The token that a request is made with: `Authorization: Bearer TOKEN`, or Pushwoosh's `Api TOKEN`.
    var token: TokenSecret? {
        guard let value = self[.authorization] else { return nil }
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, ["bearer", "api"].contains(parts[0].lowercased()) else { return nil }
        return TokenSecret(text: parts[1])
    }
}
