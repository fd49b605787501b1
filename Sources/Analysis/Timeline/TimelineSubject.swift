/// The subject of a timeline.
public enum TimelineSubject: Hashable, Sendable {
    /// One message, by its tracking code.
    case code(String)
    /// One person: their messages by `PersonRule`, on all their devices.
    case person(String)
    /// One device.
    case hwid(String)

    /// The text that names it.
    public var name: String {
        switch self {
        case .code(let name), .person(let name), .hwid(let name): name
        }
    }

    /// Whether logs are read twice: the person of a message may show only in its last row.
    public var takesTwoPasses: Bool {
        switch self {
        case .code: false
        case .person, .hwid: true
        }
    }
}
