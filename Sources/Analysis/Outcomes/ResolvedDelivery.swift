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

/// A token's platform, and whether it is valid: 1 byte.
struct TokenMark {
    private let bits: UInt8

    /// No token.
    static let none = TokenMark(bits: 0)

    private init(bits: UInt8) { self.bits = bits }

    init(_ platform: Platform, isValid: Bool) {
        bits = 1 << platform.rawValue | (isValid ? 0x80 : 0)
    }

    /// The platform, alone in a set; empty if there is no token.
    var platform: PlatformSet { PlatformSet(rawValue: bits & 0x7F) }
    var isValid: Bool { bits & 0x80 != 0 }
}
