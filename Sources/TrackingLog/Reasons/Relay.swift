/// A service that sends to several gateways, and reports their refusals in its own words.
public enum Relay: UInt8, CaseIterable, Sendable {
    /// Expo's push service.
    case expo
    /// Amazon Simple Notification Service.
    case sns
    /// Azure Notification Hubs.
    case azure
    /// OneSignal.
    case onesignal
    /// Xiaomi's Mi Push.
    case xiaomi
    /// Airship, once Urban Airship.
    case airship
    /// Pushwoosh.
    case pushwoosh

    /// The relay's name in reports.
    public var name: String { "\(self)" }
}
