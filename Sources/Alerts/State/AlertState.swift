public import Diagnosis
public import TrackingLog

/// What was announced, and what is still to be sent.
public struct AlertState: Sendable, Equatable {
    /// What rules are or were about.
    public var incidents: [Incident] = []
    /// Notices that nobody has yet.
    public var outbox: [OutgoingNotice] = []
    /// By rule, when it last announced something.
    public var lastAnnounced: [String: Timestamp] = [:]

    /// Nothing.
    public init() {}
}

/// Something that a rule is about, over all runs that find it.
public struct Incident: Sendable, Equatable {
    /// What it is: as the last run found it, which may be over.
    public var observed: Observation
    /// When a run found it last.
    public var lastSeen: Timestamp
    /// The severity that was announced; nil if none was yet.
    public var announced: Severity?
    /// Whether its end was announced.
    public var isEndAnnounced = false

    /// An incident that nobody knows of.
    public init(_ observed: Observation, at now: Timestamp) {
        self.observed = observed
        lastSeen = now
    }

    /// Whether it is over.
    public var isOver: Bool { observed.until != nil }

    /// Whether an observation is of the same thing, and its time overlaps or touches this one's.
    func covers(_ other: Observation) -> Bool {
        observed.identity == other.identity && observed.since <= other.until ?? .latest
            && other.since <= observed.until ?? .latest
    }
}

/// A notice on its way.
public struct OutgoingNotice: Sendable, Equatable {
    /// The notice.
    public var notice: Notice
    /// The rule that announces it, which knows the addresses.
    public var rule: String
    /// Where to.
    public var way: Way

    /// The addresses of a rule, by their place. The state holds none, for they are secrets, and may be mended.
    public enum Way: Sendable, Hashable {
        /// One of its webhooks, from 0.
        case webhook(Int)
        /// All of its mail addresses.
        case mail
    }

    /// A notice for somebody.
    public init(_ notice: Notice, of rule: String, by way: Way) {
        self.notice = notice
        self.rule = rule
        self.way = way
    }
}
