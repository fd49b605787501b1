/// A push service, which accepts a notification or refuses it with a reason.
public enum Gateway: UInt8, CaseIterable, Sendable {
    /// Apple Push Notification service.
    case apns
    /// Firebase Cloud Messaging.
    case fcm
    /// Windows Push Notification Services.
    case wns
    /// Any push service that speaks Web Push (RFC 8030).
    case webpush
    /// Huawei Push Kit.
    case huawei
    /// Amazon Device Messaging.
    case adm

    /// The gateway's name in reports.
    public var name: String { "\(self)" }

    /// The platform of the devices that it serves.
    public var platform: Platform {
        switch self {
        case .apns: .ios
        case .fcm, .huawei, .adm: .android
        case .wns: .windows
        case .webpush: .web
        }
    }
}

/// Some of the gateways.
public struct GatewaySet: OptionSet, Sendable, Hashable {
    /// A bit for each gateway.
    public let rawValue: UInt8

    /// The gateways of some bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// One gateway alone.
    @inlinable
    public init(_ gateway: Gateway) { rawValue = 1 << gateway.rawValue }

    /// The gateway, where it is exactly one.
    public var only: Gateway? {
        rawValue.nonzeroBitCount == 1 ? Gateway(rawValue: UInt8(rawValue.trailingZeroBitCount)) : nil
    }
}
