import TrackingLog

/// A device that an app was installed on.
struct Device: Sendable {
    /// The gateway that reaches it.
    let gateway: Gateway
    /// The bits of its hwid.
    let high: UInt64
    let low: UInt64
    let fate: Fate
    /// When the app is removed (``Fate/goes``), as a share of the traffic's time in 2⁻³².
    let turn: UInt64

    /// How the gateway sees its token.
    enum Fate: Sendable {
        case reachable
        /// The app was removed before the log begins.
        case gone
        /// The app is removed while the log runs.
        case goes
        /// The token is another environment's, or another sender's.
        case misaddressed
    }

    /// Whether the app is removed by a share of the traffic's time (in 2⁻³²).
    func isGone(at share: UInt64) -> Bool {
        switch fate {
        case .gone: true
        case .goes: share >= turn
        case .reachable, .misaddressed: false
        }
    }

    /// Appends its hwid, in the shape of its platform.
    func appendHWID(to text: inout [UInt8]) {
        switch gateway {
        case .apns: text.appendUUID(high: high, low: low, letters: .upperCase)
        case .webpush: text.appendUUID(high: high, low: low, letters: .lowerCase)
        case .fcm, .huawei, .adm: text.appendHexadecimal(low, digits: 16, letters: .lowerCase)
        case .wns:
            text.appendHexadecimal(high, digits: 16, letters: .upperCase)
            text.appendHexadecimal(low, digits: 16, letters: .upperCase)
        }
    }
}
