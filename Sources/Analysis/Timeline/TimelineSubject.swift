/// What a timeline is wanted of.
public enum TimelineSubject: Hashable, Sendable {
    /// One message, by its tracking code.
    case code(String)
    /// One person: the messages that are theirs by the rule of reports, on all their devices.
    case person(String)
    /// One device.
    case hwid(String)

    /// The text that names it.
    public var name: String {
        switch self {
        case .code(let name), .person(let name), .hwid(let name): name
        }
    }

    /// Whether logs have to be read twice: the rows that tell whose a message is need not be the first of it.
    public var takesTwoPasses: Bool {
        switch self {
        case .code: false
        case .person, .hwid: true
        }
    }
}
