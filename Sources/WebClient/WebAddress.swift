/// An address of the web: `https://hooks.example.com/T0/secret`.
///
/// Path and query may be secrets, as those of a webhook are: who knows them can post. So the description names only scheme
/// and host.
public struct WebAddress: Sendable, Equatable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    public let isSecure: Bool
    /// A name or an address; of IPv6 without its brackets.
    public let host: String
    /// The port.
    public let port: Int
    /// Path and query, as they are sent.
    package let target: String

    /// Why a text is no such address.
    public struct Fault: Error, CustomStringConvertible {
        /// What is wrong; without the address, which may hold a secret.
        public let description: String
    }

    /// Parses an address with the scheme `http` or `https`.
    public init(_ text: String) throws(Fault) {
        guard !text.utf8.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Fault(description: "it is empty, or has spaces or characters that must be percent-encoded")
        }
        let lowered = text.lowercased()
        guard let scheme = ["https://", "http://"].first(where: { lowered.hasPrefix($0) }) else {
            throw Fault(description: "it does not begin with https:// or http://")
        }
        isSecure = scheme == "https://"
        let rest = text.dropFirst(scheme.count).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@") else {
            throw Fault(description: "it has a user name or a password, which are not sent")
        }
        var path = String(rest.dropFirst(authority.count))
        if !path.hasPrefix("/") { path = "/" + path }
        target = path
        let name: Substring
        let afterName: Substring
        if authority.hasPrefix("[") {
            name = authority.dropFirst().prefix { $0 != "]" }
            afterName = authority.dropFirst(name.count + 2)
            guard authority.dropFirst(name.count + 1).hasPrefix("]") else {
                throw Fault(description: "the bracket of its host is not closed")
            }
        } else {
            name = authority.prefix { $0 != ":" }
            afterName = authority.dropFirst(name.count)
        }
        guard !name.isEmpty else { throw Fault(description: "it has no host") }
        host = String(name)
        if afterName.isEmpty || afterName == ":" {
            port = isSecure ? 443 : 80
        } else {
            guard afterName.hasPrefix(":"), let number = Int(afterName.dropFirst()), 1...65_535 ~= number else {
                throw Fault(description: "its port is not a number from 1 to 65535")
            }
            port = number
        }
    }

    /// Scheme, host and, if it is not the usual one, the port.
    public var description: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// The whole address, for those that hold no secret.
    public var text: String { description + target }

    /// What the header `Host` says.
    package var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// The address that a `Location` leads to from here; nil if it is none.
    package func following(_ location: String) -> WebAddress? {
        location.hasPrefix("/") && !location.hasPrefix("//")
            ? try? WebAddress(description + location) : try? WebAddress(location)
    }

    /// The address of a file below this one; nil if this one has a query.
    ///
    /// - Parameter path: what is appended, without a slash at its beginning; of characters that need no escaping.
    package func appending(_ path: String) -> WebAddress? {
        guard !target.contains("?") else { return nil }
        return try? WebAddress(description + target + (target.hasSuffix("/") ? "" : "/") + path)
    }
}
