import TrackingLog

/// The outcome of one delivery: 2 bytes.
struct ResolvedDelivery {
    /// Platform, state and failure kind, in 3, 3 and 2 bits.
    private let outcome: UInt8
    /// Its token, filled in by ``TokenPass``.
    var token = TokenMark.none

    /// - Parameter failure: who stopped it; of no meaning if it did not fail.
    init(platform: Platform, state: DeliveryState, failure: FailureKind) {
        outcome = platform.rawValue | state.rawValue << 3 | failure.rawValue << 6
    }

    var platform: Platform { Platform(rawValue: outcome & 7) ?? .unknown }
    var state: DeliveryState { DeliveryState(rawValue: outcome >> 3 & 7) ?? .created }
    var failure: FailureKind { FailureKind(rawValue: outcome >> 6) ?? .failed }
}

/// A token's platform and state: 1 byte.
struct TokenMark {
    /// Platform and state, in 6 and 2 bits.
    private let bits: UInt8

    /// No token.
    static let none = TokenMark(bits: 0)

    private init(bits: UInt8) { self.bits = bits }

    init(_ platform: Platform, _ state: TokenState) {
        bits = 1 << platform.rawValue | state.rawValue << 6
    }

    /// The platform, alone in a set; empty if there is no token.
    var platform: PlatformSet { PlatformSet(rawValue: bits & 0x3F) }
    /// The state; nil if there is no token.
    var state: TokenState? { platform.isEmpty ? nil : TokenState(rawValue: bits >> 6) }
}
