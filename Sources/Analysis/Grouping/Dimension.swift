/// What messages can be grouped by.
public enum Dimension: String, CaseIterable, Sendable {
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
    /// The category of its failed deliveries' reasons; `mixed` if they disagree.
    case reasonCategory = "reason-category"

    /// The dimension's key in JSON and its column in tables.
    public var key: String { self == .reasonCategory ? "reason_category" : rawValue }

    /// The dimension of a name, with `-` or `_` between words.
    public init?(named name: String) {
        self.init(rawValue: name.replacing("_", with: "-"))
    }

    /// Whether it is a part of the name.
    var isNamePart: Bool { self == .journey || self == .step || self == .timing || self == .variant }

    /// Those whose values are times, which people read in order; the longest first.
    static let times: [Dimension] = [.week, .day, .hour]

    /// Whether its values are times.
    public var isTime: Bool { Self.times.contains(self) }
}
