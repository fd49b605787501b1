/// The columns of a tracking log, in their order.
public enum Column: Int, CaseIterable, Sendable {
    case timestamp
    case trackingCode
    case target
    case hwid
    case status
    case description
    case appCode
    case payload

    /// The column's name in the header line.
    public var name: String {
        switch self {
        case .timestamp: "timestamp"
        case .trackingCode: "tracking_code"
        case .target: "target_id"
        case .hwid: "hwid"
        case .status: "status"
        case .description: "description"
        case .appCode: "appCode"
        case .payload: "payload"
        }
    }

    /// The first line of a log we write, without its line end.
    public static let header = "//" + allCases.map(\.name).joined(separator: ";")

    /// How many columns the oldest logs have: no `appCode`, no `payload`.
    public static let oldestCount = 6
}
