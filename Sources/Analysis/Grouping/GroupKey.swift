import TrackingLog

/// The values of a message in the report's dimensions, as codes; the rest are ``none``.
struct GroupKey: Hashable {
    private var codes = InlineArray<14, UInt32>(repeating: GroupKey.none)

    /// The maximum number of dimensions.
    static let maximumCount = GroupKey().codes.count

    /// The code of no value.
    static let none = UInt32.max

    subscript(index: Int) -> UInt32 {
        get { codes[index] }
        set { codes[index] = newValue }
    }

    static func == (left: GroupKey, right: GroupKey) -> Bool {
        for index in left.codes.indices where left.codes[index] != right.codes[index] { return false }
        return true
    }

    func hash(into hasher: inout Hasher) {
        // Two at once, which takes half the time. Their number is even.
        for index in stride(from: 0, to: codes.count, by: 2) {
            hasher.combine(UInt64(codes[index]) << 32 | UInt64(codes[index + 1]))
        }
    }
}

/// Makes keys of messages, and texts of keys.
struct GroupKeys: Sendable {
    let dimensions: [Dimension]
    private let zone: LocalZone?
    private let parts: NameParts?
    private let audience: AudienceValues?

    /// - Parameters:
    ///   - dimensions: at most ``GroupKey/maximumCount``.
    ///   - zone: the zone of days and hours; nil means UTC.
    ///   - parts: required if a dimension is of the parts of the name.
    ///   - audience: required if a dimension is of an audience.
    init(_ dimensions: [Dimension], zone: LocalZone?, _ parts: NameParts?, _ audience: AudienceValues?) {
        self.dimensions = dimensions
        self.zone = zone
        self.parts = parts
        self.audience = audience
    }

    func key(
        of message: MessageRecord, _ resolved: ResolvedMessage, in shard: borrowing TallyShard,
        _ identities: borrowing InternedIdentities
    ) -> GroupKey {
        var key = GroupKey()
        for (index, dimension) in dimensions.enumerated() {
            key[index] = code(dimension, of: message, resolved)
        }
        audience?.fill(&key, of: message, resolved, in: shard, identities)
        return key
    }

    private func code(_ dimension: Dimension, of message: MessageRecord, _ resolved: ResolvedMessage) -> UInt32 {
        switch dimension {
        case .week, .day:
            guard let local = localTime(of: message)?.day else { return GroupKey.none }
            // A day before the year 0, or after 9999, cannot be written.
            let day = min(max(dimension == .week ? local.monday : local, Timestamp.earliest.day), Timestamp.latest.day)
            return UInt32(day.daysSince1970 - Timestamp.earliest.day.daysSince1970)
        case .hour:
            guard let time = localTime(of: message) else { return GroupKey.none }
            return UInt32((time.secondsSince1970 - time.day.start.secondsSince1970) / 3600)
        case .app: return message.app
        case .platform: return UInt32(resolved.platforms.agreed.rawValue)
        case .name: return message.name
        case .journey, .step, .timing, .variant:
            return parts?.number(of: dimension, in: message.name) ?? GroupKey.none
        case .nameCheck: return parts.map { UInt32($0.check(of: message.name).rawValue) } ?? GroupKey.none
        case .reasonCategory:
            switch resolved.categories.rawValue.nonzeroBitCount {
            case 0: return GroupKey.none
            case 1: return UInt32(resolved.categories.rawValue.trailingZeroBitCount)
            default: return GroupKeys.mixedCategories
            }
        // The audience fills it in.
        case .audience: return GroupKey.none
        }
    }

    private func localTime(of message: MessageRecord) -> Timestamp? {
        message.first.timestamp.map { time in zone.map { $0.local(time) } ?? time }
    }

    /// The value of messages with reasons of several categories.
    static let mixed = "mixed"

    private static let mixedCategories = UInt32(Reason.Category.allCases.count)

    /// The values of a key, in the order of the dimensions.
    func values(of key: GroupKey, _ labels: borrowing InternedLabels) -> [String?] {
        var values: [String?] = []
        for (index, dimension) in dimensions.enumerated() {
            values.append(key[index] == GroupKey.none ? nil : value(key[index], of: dimension, labels))
        }
        return values
    }

    private func value(_ code: UInt32, of dimension: Dimension, _ labels: borrowing InternedLabels) -> String? {
        switch dimension {
        case .week, .day: return Timestamp.earliest.day.adding(days: Int64(code)).description
        case .hour: return code < 10 ? "0\(code)" : "\(code)"
        case .app, .name: return labels.string(code)
        case .platform: return Platform(rawValue: UInt8(code))?.name
        case .journey, .step, .timing, .variant: return parts?.text(code)
        case .nameCheck: return NameCheck(rawValue: UInt8(code))?.name
        case .audience: return audience?.text(code)
        case .reasonCategory:
            return code == GroupKeys.mixedCategories ? GroupKeys.mixed : Reason.Category.allCases[Int(code)].rawValue
        }
    }
}
