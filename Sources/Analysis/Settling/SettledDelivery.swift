import TrackingLog

/// What one delivery came to: 8 bytes.
struct SettledDelivery {
    var platform: Platform
    var state: DeliveryState
    /// Why it failed, where it did.
    var failure: FailureKind
    /// What is known of its token, once ``TokenPass`` has been there.
    var token = TokenMark.none
    /// The latest failed rows that tell of the token: a number in the part's refusals.
    var evidence: UInt32
}

/// A token's platform, and whether it is valid.
struct TokenMark {
    /// The platform's bit; none where the delivery has no token.
    var platform: PlatformSet
    var isValid: Bool

    /// No token.
    static let none = TokenMark(platform: [], isValid: false)
}
