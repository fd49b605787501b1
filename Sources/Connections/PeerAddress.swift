import Glibc
package import NIOCore

/// The address of a connection's peer; IPv4 is mapped to IPv6's `::ffff:0:0/96`.
package struct PeerAddress: Hashable, Sendable {
    var high: UInt64
    var low: UInt64

    /// Nil if the address is not an IP address.
    package init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        self.init(text)
    }

    /// Reads an address; nil if the text is none.
    package init?(_ text: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            (high, low) = (0, Self.mapped | Self.number(bytes[..<4]))
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            (high, low) = (Self.number(bytes[..<8]), Self.number(bytes[8...]))
        } else {
            return nil
        }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static let mapped: UInt64 = 0xFFFF_0000_0000

    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// What counts as one peer: an IPv4 address, or an IPv6 network of 64 bits, whose hosts choose the rest.
    package var peer: PeerAddress {
        var peer = self
        if !isIPv4 { peer.low = 0 }
        return peer
    }
}

/// Addresses that share their first bits: `10.0.0.0/8`, `fd00::/8`, or a single address.
public struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    private var start: PeerAddress
    private var bits: Int
    /// The range as it was written.
    public let description: String

    /// Reads a range; nil if the text is none.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first, let start = PeerAddress(String(first)) else { return nil }
        let isIPv4 = !first.contains(":")
        self.start = start
        description = String(text)
        bits = 128
        guard parts.count == 2 else { return }
        guard let count = Int(parts[1]), (0...(isIPv4 ? 32 : 128)).contains(count) else { return nil }
        bits = isIPv4 ? count + 96 : count
    }

    package func contains(_ address: PeerAddress) -> Bool {
        let (high, low) = (start.high ^ address.high, start.low ^ address.low)
        return bits <= 64
            ? bits == 0 || high >> UInt64(64 - bits) == 0 : high == 0 && low >> UInt64(128 - bits) == 0
    }

    /// This machine's own addresses, which a reverse proxy beside the service uses.
    public static let loopback = ["127.0.0.0/8", "::1"].compactMap { AddressRange($0) }
}
