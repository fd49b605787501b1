public import Diagnosis
public import TrackingLog

/// A message to people: what happened, where, how urgent it is.
public struct Notice: Sendable, Equatable {
    /// What happened, in one line.
    public var title: String
    /// The details, a line each.
    public var lines: [String]
    /// How urgent it is.
    public var severity: Severity
    /// The messages that it is about, in words; empty for all.
    public var scope: String
    /// Whether it is news.
    public var stage: Stage
    /// Who looks after it; nil if nobody is named.
    public var owner: String?
    /// When it was made.
    public var time: Timestamp

    /// Whether something began or ended.
    public enum Stage: String, Codable, Sendable {
        /// It is new.
        case began
        /// It was announced before, and is more severe now.
        case worsened
        /// It was announced before, and is over.
        case ended
    }

    /// A notice of these values.
    public init(
        title: String, lines: [String], severity: Severity, scope: String = "", stage: Stage = .began,
        owner: String? = nil, time: Timestamp
    ) {
        self.title = title
        self.lines = lines
        self.severity = severity
        self.scope = scope
        self.stage = stage
        self.owner = owner
        self.time = time
    }
}
