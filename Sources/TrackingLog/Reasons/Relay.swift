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

    /// The relay's name in reports.
    public var name: String { "\(self)" }
}
