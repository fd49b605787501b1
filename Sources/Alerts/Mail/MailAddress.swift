import TrackingLog

/// An address of mail, such as `push-team@example.com`.
///
/// Only what needs no quoting: letters, digits and the signs of RFC 5322's dot-atom. What could end a header or add a
/// recipient is no address.
public struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// As it was given.
    public let description: String

    /// - Returns: nil if a text is no such address.
    public init?(_ text: String) {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false)
        guard sides.count == 2, text.utf8.count <= 254, (1...64).contains(sides[0].utf8.count),
            Self.areAtoms(sides[0], with: Array("!#$%&'*+-/=?^_`{|}~".utf8)),
            Self.areAtoms(sides[1], with: Array("-".utf8)),
            // A first hyphen would be an option of the program that sends it.
            !text.hasPrefix("-"), !sides[1].hasPrefix("-")
        else { return nil }
        description = text
    }

    /// The part after the at sign.
    var domain: Substring { description.drop { $0 != "@" }.dropFirst() }

    /// Whether a text is words joined by dots.
    private static func areAtoms(_ text: Substring, with signs: [UInt8]) -> Bool {
        text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.allSatisfy { $0.isDigit || $0.lowercasedASCII.isLetter || signs.contains($0) }
        }
    }
}
