import NIOHTTP1
import TrackingLog

/// What HTTP asks of the head of a request beyond what the parser checks (RFC 9112, 3.2 and 6.1).
enum RequestHeadRules {
    static func allow(_ head: HTTPRequestHead) -> Bool {
        guard head.version.major == 1 else { return false }
        let hosts = head.headers["Host"]
        guard hosts.count == 1 || hosts.isEmpty && head.version.minor == 0, hosts.allSatisfy({ isAuthority($0) })
        else { return false }
        // In HTTP/1.0 there is no such thing: two readers would see two ends of the body.
        if head.version.minor == 0, head.headers.contains(name: "Transfer-Encoding") { return false }
        return isTarget(head.uri, head.method)
    }

    /// The path of this service, an address of it, or `*`.
    private static func isTarget(_ target: String, _ method: HTTPMethod) -> Bool {
        if target.utf8.first == .slash { return true }
        if target == "*" { return method == .OPTIONS }
        guard let scheme = ["http://", "https://"].first(where: { target.lowercased().hasPrefix($0) }) else {
            return false
        }
        return isAuthority(target.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" })
    }

    /// Whether a text names a host, perhaps with its port.
    static func isAuthority(_ text: some StringProtocol) -> Bool {
        var rest = Array(text.utf8)[...]
        if rest.first == .openBracket {
            guard let end = rest.firstIndex(of: .closeBracket), end > rest.startIndex + 2 else { return false }
            guard rest[(rest.startIndex + 1)..<end].allSatisfy({ isHexDigit($0) || ":.".utf8.contains($0) })
            else { return false }
            rest = rest[(end + 1)...]
        } else {
            let end = rest.firstIndex(of: .colon) ?? rest.endIndex
            guard end > rest.startIndex, rest[..<end].allSatisfy(isNameByte) else { return false }
            rest = rest[end...]
        }
        guard let colon = rest.first else { return true }
        let port = rest.dropFirst()
        return colon == .colon && port.count <= 5
            && port.allSatisfy(\.isDigit)
            && (Int(String(decoding: port, as: UTF8.self)) ?? 0) <= 65_535
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool { byte.hexDigitValue != nil }

    /// The bytes of a registered name (RFC 3986, 3.2.2) but for the comma: two hosts in one line are no host.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._~%!$&'()*+;=".utf8.contains(byte)
    }
}
