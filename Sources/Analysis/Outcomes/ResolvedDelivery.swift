import TrackingLog

/// What one delivery came to: 2 bytes.
struct ResolvedDelivery {
    /// Platform, state and failure kind, in 3, 3 and 2 bits.
    private let outcome: UInt8
    /// What is known of its token, once ``TokenPass`` has been there.
    var token = TokenMark.none

    /// - Parameter failure: why it failed, where it did.
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

    /// The platform, alone in a set; none where there is no token.
    var platform: PlatformSet { PlatformSet(rawValue: bits & 0x7F) }
    var isValid: Bool { bits & 0x80 != 0 }
}
