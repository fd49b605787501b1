import TrackingLog

/// The tokens that replaced others: of the same person, app and platform, and first used after the other's last success.
///
/// An id that many devices share, such as one for everybody who is not signed in, has as many tokens. So each person's are
/// in order, and none is compared with all others.
struct Replacements: Sendable {
    private struct Owner: Hashable {
        var person: InternedIdentities.Number
        var app: UInt32
        var platform: Platform
    }

    private struct Token {
        var hwid: ShortKey
        var first: CompactTime
        var lastGood: CompactTime
    }

    /// The valid tokens of people with a refused one.
    private var tokens: [Owner: [Token]] = [:]
    /// By owner, the first use of the token that was first used last.
    private var latest: [Owner: CompactTime] = [:]

    /// None.
    init() {}

    init(_ parts: [DeviceCandidates]) {
        for device in parts.lazy.flatMap(\.devices) where device.isRefused {
            if let owner = Self.owner(of: device) { latest[owner] = CompactTime.none }
        }
        for device in parts.lazy.flatMap(\.valid) {
            guard let owner = Self.owner(of: device), let known = latest[owner] else { continue }
            latest[owner] = max(known, device.first)
            tokens[owner, default: []].append(
                Token(hwid: device.hwid, first: device.first, lastGood: device.lastGood))
        }
    }

    /// Whether some token replaced this one.
    func has(_ device: DeviceFacts) -> Bool {
        guard device.isRefused, let owner = Self.owner(of: device), let latest = latest[owner] else { return false }
        return latest > device.lastGood
    }

    /// The hwids of all tokens.
    func forEachHwid(_ body: (ShortKey) -> Void) {
        for token in tokens.values.joined() { body(token.hwid) }
    }

    /// Prepares ``replacement(of:)``.
    ///
    /// - Parameter texts: the texts of all hwids.
    mutating func sort(by texts: KeyedTexts) {
        for owner in Array(tokens.keys) {
            var sorted = (tokens[owner] ?? []).sorted { $0.first < $1.first }
            // From the last on, each place gets the best of itself and those that were first used later.
            for place in sorted.indices.dropLast().reversed()
            where Self.isBetter(sorted[place + 1], than: sorted[place], texts) {
                (sorted[place].hwid, sorted[place].lastGood) = (sorted[place + 1].hwid, sorted[place + 1].lastGood)
            }
            tokens[owner] = sorted
        }
    }

    /// The hwid of the token that replaced another: of several the latest to succeed, then the first in byte order.
    func replacement(of device: DeviceFacts) -> ShortKey? {
        guard device.isRefused, let owner = Self.owner(of: device), let sorted = tokens[owner] else { return nil }
        let newer = sorted.firstIndex(past: { $0.first > device.lastGood })
        return newer < sorted.count ? sorted[newer].hwid : nil
    }

    private static func isBetter(_ token: Token, than other: Token, _ texts: KeyedTexts) -> Bool {
        guard token.lastGood == other.lastGood else { return token.lastGood > other.lastGood }
        return texts.withText(of: token.hwid) { mine in texts.withText(of: other.hwid) { mine.isBefore($0) } }
    }

    private static func owner(of device: DeviceFacts) -> Owner? {
        device.namedPerson.map { Owner(person: $0, app: device.app, platform: device.platform) }
    }
}
