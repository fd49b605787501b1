import TrackingLog

/// What messages can be grouped by.
public enum Dimension: Sendable {
    /// The Monday that begins the week of the message's earliest row, `2026-11-16`.
    case week
    /// The day of its earliest row, `2026-11-20`.
    case day
    /// The hour of the day of its earliest row, `00` to `23`.
    case hour
    /// The app's code.
    case app
    /// The platform that its deliveries agree on, else `mixed`.
    case platform
    /// Its complete name.
    case name
    /// The parts of the name: see `MessageName`.
    case journey, step, timing, variant
    /// Whether the name follows the naming convention: see `NameCheck`.
    case nameCheck
    /// The category of its failed deliveries' reasons; `mixed` if they disagree.
    case reasonCategory
    /// The value of its person in a column of the audience; `mixed` if it is for several people whose values differ.
    case audience(column: String)

    /// The dimensions of every log: all but the columns of an audience.
    public static let ofLogs: [Dimension] = [
        .week, .day, .hour, .app, .platform, .name, .journey, .step, .timing, .variant, .nameCheck, .reasonCategory,
    ]

    /// The dimension's name in options and above its values: `reason-category`, `audience.plan`.
    public var title: String {
        switch self {
        case .week: "week"
        case .day: "day"
        case .hour: "hour"
        case .app: "app"
        case .platform: "platform"
        case .name: "name"
        case .journey: "journey"
        case .step: "step"
        case .timing: "timing"
        case .variant: "variant"
        case .nameCheck: "name-check"
        case .reasonCategory: "reason-category"
        case .audience(let column): Self.audiencePrefix + column
        }
    }

    /// The dimension's key in JSON and its column in CSV. The name of an audience's column stays as it is.
    public var key: String {
        if case .audience = self { title } else { title.replacing("-", with: "_") }
    }

    /// The dimension of a title, with `-` or `_` between words.
    public init?(named name: String) {
        if name.utf8.starts(with: Self.audiencePrefix.utf8) {
            let column = name.utf8.dropFirst(Self.audiencePrefix.utf8.count)
            guard !column.isEmpty else { return nil }
            self = .audience(column: String(decoding: column, as: UTF8.self))
        } else {
            let title = name.replacing("_", with: "-")
            guard let dimension = Self.ofLogs.first(where: { $0.title == title }) else { return nil }
            self = dimension
        }
    }

    private static let audiencePrefix = "audience."

    /// The column of the audience; nil if it is of the logs.
    public var audienceColumn: String? {
        if case .audience(let column) = self { column } else { nil }
    }

    /// Whether it follows from the parts of the name.
    var isOfNameParts: Bool {
        switch self {
        case .journey, .step, .timing, .variant, .nameCheck: true
        default: false
        }
    }

    /// Those whose values are times, which people read in order; the longest first.
    static let times: [Dimension] = [.week, .day, .hour]

    /// Whether its values are times.
    public var isTime: Bool { Self.times.contains(self) }
}

// By bytes: two columns whose names only look alike are two.
extension Dimension: Hashable {
    /// Whether the titles are the same bytes.
    public static func == (left: Dimension, right: Dimension) -> Bool { left.title.isSame(as: right.title) }

    /// Hashes the bytes of the title.
    public func hash(into hasher: inout Hasher) {
        for byte in title.utf8 { hasher.combine(byte) }
    }
}
