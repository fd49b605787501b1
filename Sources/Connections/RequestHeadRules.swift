import NIOHTTP1
import TrackingLog

/// The rules of HTTP for request heads that the parser does not check (RFC 9112, 3.2 and 6.1).
enum RequestHeadRules {
    static func allow(_ head: HTTPRequestHead) -> Bool {
        guard head.version.major == 1 else { return false }
        let hosts = head.headers[HeaderName.host]
        guard hosts.count == 1 || hosts.isEmpty && head.version.minor == 0, hosts.allSatisfy({ isAuthority($0) })
        else { return false }
        // HTTP/1.0 has no transfer coding: a proxy could see another end of the body than we do.
        if head.version.minor == 0, head.headers.contains(name: HeaderName.transferEncoding) { return false }
        return isTarget(head.uri, head.method)
    }

    /// A path, an absolute URL, or `*`.
    private static func isTarget(_ target: String, _ method: HTTPMethod) -> Bool {
        if target.utf8.first == .slash { return true }
        if target == "*" { return method == .OPTIONS }
        guard let scheme = ["http://", "https://"].first(where: { target.lowercased().hasPrefix($0) }) else {
            return false
        }
        return isAuthority(target.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" })
    }

    /// Whether a text names a host, with or without a port.
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

    /// The bytes of a registered name (RFC 3986, 3.2.2), except the comma, which would join two hosts in one line.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "-._~%!$&'()*+;=".utf8.contains(byte)
    }
}

/// The headers that a connection reads and writes.
enum HeaderName {
    static let connection = "Connection"
    static let contentLength = "Content-Length"
    static let expect = "Expect"
    static let host = "Host"
    static let retryAfter = "Retry-After"
    static let transferEncoding = "Transfer-Encoding"
}
