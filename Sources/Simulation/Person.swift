import TrackingLog

/// A person who gets messages.
struct Person: Sendable {
    /// Counted from 0 in the population.
    let number: UInt64
    /// The app they use.
    let application: Application
    /// How many devices they have it on.
    let devices: Int
    /// The gateway of their first device, and mostly of the others.
    let favorite: Gateway
    /// Bits unique to the person.
    let identity: UInt64

    /// Appends the user id that their app gives them.
    func appendUserID(to text: inout [UInt8]) {
        switch application.userNaming {
        case .prefixed:
            text.append(contentsOf: Self.prefix)
            text.appendDecimal(number &+ 81_000, digits: 7)
        case .uuid:
            text.appendUUID(high: SplitMix64.mix(identity), low: identity, letters: .upperCase)
        case .customerNumber:
            text.appendDecimal(4_400_000_000 &+ number &* 7, digits: 10)
        case .hexadecimal:
            text.append(.u)
            text.append(.hyphen)
            text.appendHexadecimal(identity, digits: 10, letters: .lowerCase)
        }
    }

    private static let prefix = Array("USER_".utf8)
}
