import TrackingLog

/// What an event did, in the words of Pushwoosh's `getMessageLog`, and ours where that has none.
///
/// Its `delivered` means the device, as everywhere but in a tracking log, whose `delivered` means the gateway.
enum MessageAction: String, CaseIterable, Sendable {
    case created, sent, accepted, delivered, opened, failed, suppressed, converted, other
    // Of its inbox. No event has these.
    case inboxDelivered = "inbox_delivered"
    case inboxRead = "inbox_read"
    case inboxOpened = "inbox_opened"
    case inboxDeleted = "inbox_deleted"

    /// The action of an event of a status.
    init(_ status: Status) {
        self =
            switch status {
            case .created: .created
            case .sent: .sent
            case .delivered, .accepted: .accepted
            case .received: .delivered
            case .opened: .opened
            case .failed, .bounced: .failed
            case .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: .suppressed
            case .converted: .converted
            case .attempted, .drafted, .other: .other
            }
    }
}

extension Platform {
    /// The platforms that `getMessageLog` names. Browsers are one here, as are the stores of Android.
    private static let pushwooshNames: [String: Platform?] = [
        "ios": .ios, "android": .android, "amazon": .android, "baidu android": .android, "huawei android": .android,
        "windows": .windows, "windows phone": .windows, "safari": .web, "chrome": .web, "firefox": .web, "ie": .web,
        "web": .web, "osx": nil, "blackberry": nil, "email": nil,
    ]

    /// Reads the names of platforms. Names without events here, such as `osx`, are left out.
    ///
    /// - Returns: nil where one is not known.
    static func named(_ names: [String]) -> Set<Platform>? {
        var platforms: Set<Platform> = []
        for name in names {
            guard let platform = pushwooshNames[name.lowercased()] else { return nil }
            if let platform { platforms.insert(platform) }
        }
        return platforms
    }

    /// The names that are known.
    static var allNames: String { pushwooshNames.keys.sorted().joined(separator: ", ") }
}
