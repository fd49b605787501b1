import TrackingLog

/// The outcome of one delivery: 2 bytes.
struct ResolvedDelivery {
    /// Platform, state and failure kind, in 3, 3 and 2 bits.
    private let outcome: UInt8
    /// Its token, filled in once all evidence is there.
    var token = TokenMark.none

    /// - Parameter failure: who stopped it; of no meaning if it did not fail.
    init(platform: Platform, state: DeliveryState, failure: FailureKind) {
        outcome = platform.rawValue | state.rawValue << 3 | failure.rawValue << 6
    }

    var platform: Platform { Platform(rawValue: outcome & 7) ?? .unknown }
    var state: DeliveryState { DeliveryState(rawValue: outcome >> 3 & 7) ?? .created }
    var failure: FailureKind { FailureKind(rawValue: outcome >> 6) ?? .failed }
}

/// A token's platform and state, and whether it ever reports: 1 byte.
struct TokenMark {
    /// The platform's number after 0, the state, and whether it reports, in 3, 2 and 1 bits; 0 for no token.
    private let bits: UInt8

    /// No token.
    static let none = TokenMark(bits: 0)

    private init(bits: UInt8) { self.bits = bits }

    init(_ platform: Platform, _ state: TokenState, reports: Bool) {
        bits = platform.rawValue + 1 | state.rawValue << 3 | (reports ? 1 << 5 : 0)
    }

    /// The platform, alone in a set; empty if there is no token.
    var platform: PlatformSet { PlatformSet(rawValue: (1 << (bits & 7)) >> 1) }
    /// The state; nil if there is no token.
    var state: TokenState? { bits & 7 == 0 ? nil : TokenState(rawValue: bits >> 3 & 3) }
    /// Whether the app on the device confirmed or opened anything, in whatever message.
    var reports: Bool { bits & 1 << 5 != 0 }
}
