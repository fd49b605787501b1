import TrackingLog

/// The address of a message's page elsewhere: `https://support.example.com/push/{code}`.
public struct LinkTemplate: Sendable, Equatable {
    private let beginning: [UInt8]
    private let end: [UInt8]

    private static let place = "{code}"

    /// The template of a text; nil unless it is a web address with `{code}` in it, once, and no other braces.
    public init?(_ text: String) {
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(where: \.isWhitespace),
            !text.unicodeScalars.contains(where: \.isDeceptive)
        else { return nil }
        let parts = text.split(separator: Self.place, omittingEmptySubsequences: false)
        guard parts.count == 2, !text.replacing(Self.place, with: "").contains(where: { $0 == "{" || $0 == "}" })
        else { return nil }
        beginning = Array(parts[0].utf8)
        end = Array(parts[1].utf8)
    }

    /// Appends the address of a message's page.
    ///
    /// - Parameter code: the tracking code, which is percent-encoded (RFC 3986).
    func append(_ code: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += beginning
        for byte in code {
            switch byte {
            case _ where byte.isLetter || byte.isDigit, .hyphen, .dot, .underscore, .tilde: bytes.append(byte)
            default: bytes += [.percent, Self.hexDigit(byte >> 4), Self.hexDigit(byte & 15)]
            }
        }
        bytes += end
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? .digit(value) : .upperA + value - 10
    }
}
