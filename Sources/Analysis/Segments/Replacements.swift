import TrackingLog

/// The tokens that replaced others: of the same person, app and platform, and first used after the other's last success.
struct Replacements: Sendable {
    private struct Owner: Hashable {
        var person: InternedIdentities.Number
        var app: UInt32
        var platform: Platform
    }

    private var valid: [Owner: [DeviceFacts]] = [:]

    /// None.
    init() {}

    init(_ parts: [DeviceCandidates]) {
        var owners: Set<Owner> = []
        for device in parts.lazy.flatMap(\.devices) where device.isRefused {
            if let owner = Self.owner(of: device) { owners.insert(owner) }
        }
        for device in parts.lazy.flatMap(\.valid) {
            if let owner = Self.owner(of: device), owners.contains(owner) { valid[owner, default: []].append(device) }
        }
    }

    /// The tokens that replaced a refused one: of several the latest to succeed, and all that equal it.
    func of(_ device: DeviceFacts) -> [DeviceFacts] {
        guard device.isRefused, let owner = Self.owner(of: device) else { return [] }
        let newer = valid[owner]?.filter { $0.first > device.lastGood } ?? []
        let last = newer.map(\.lastGood).max()
        return newer.filter { $0.lastGood == last }
    }

    private static func owner(of device: DeviceFacts) -> Owner? {
        device.namedPerson.map { Owner(person: $0, app: device.app, platform: device.platform) }
    }
}
