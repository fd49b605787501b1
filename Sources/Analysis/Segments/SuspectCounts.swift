public import TrackingLog

/// Suspect tokens of one app, platform and reason.
public struct SuspectCount: Sendable, Equatable {
    /// The app's code; empty for none.
    public var app: String
    /// The platform.
    public var platform: Platform
    /// The reason that makes them suspect.
    public var reason: String
    /// Their number.
    public var tokens: Int
    /// All tokens of the app and platform that anything is known of.
    public var known: Int
}

/// How many tokens are suspect, and why, by app and platform.
struct SuspectCounts: Sendable {
    private struct Place: Hashable {
        var app: UInt32
        var platform: Platform
    }

    private struct Count {
        var known = 0
        var byReason: [ByteOrdered: Int] = [:]
    }

    private var counts: [Place: Count] = [:]
    private var apps: [UInt32: String] = [:]

    mutating func add(_ device: DeviceFacts, _ resolved: ResolvedTally) {
        guard device.evidence.state != .unknown else { return }
        let place = Place(app: device.app, platform: device.platform)
        counts[place, default: Count()].known += 1
        guard device.evidence.state == .suspect, let reason = resolved.reason(of: device),
            MixUp.reasons.contains(where: { $0.isSame(as: reason) })
        else { return }
        counts[place]?.byReason[ByteOrdered(text: reason), default: 0] += 1
        if apps[device.app] == nil {
            apps[device.app] = device.app == InternedLabels.none ? "" : resolved.tally.labels.string(device.app)
        }
    }

    mutating func merge(_ other: SuspectCounts) {
        apps.merge(other.apps) { mine, _ in mine }
        counts.merge(other.counts) { mine, theirs in
            Count(
                known: mine.known + theirs.known, byReason: mine.byReason.merging(theirs.byReason, uniquingKeysWith: +))
        }
    }

    /// Where so many tokens are suspect that the sender must be the cause, the most tokens first.
    var mixUps: [SuspectCount] {
        var found: [SuspectCount] = []
        for (place, count) in counts {
            for (reason, tokens) in count.byReason where MixUp.isOne(tokens, of: count.known) {
                found.append(
                    SuspectCount(
                        app: apps[place.app] ?? "", platform: place.platform, reason: reason.text, tokens: tokens,
                        known: count.known))
            }
        }
        return found.sorted {
            ($1.tokens, ByteOrdered(text: $0.app), ByteOrdered(text: $0.reason), $0.platform.rawValue)
                < ($0.tokens, ByteOrdered(text: $1.app), ByteOrdered(text: $1.reason), $1.platform.rawValue)
        }
    }
}

/// A sender that uses the tokens of one environment, or of one app, with another's credentials.
///
/// The gateway then refuses tokens that are alive: APNs those of a development build in production and those of another
/// bundle, FCM those of another project. One by one such refusals also happen to dead tokens; many in one app do not.
enum MixUp {
    static let reasons = ["BadDeviceToken", "DeviceTokenNotForTopic", "SENDER_ID_MISMATCH", "MismatchSenderId"]
    private static let fewest = 10

    /// Whether the sender is the likely cause: from 10 tokens on that are a tenth of all known ones.
    static func isOne(_ tokens: Int, of known: Int) -> Bool { tokens >= fewest && tokens * 10 >= known }
}
