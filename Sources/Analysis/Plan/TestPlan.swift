import TrackingLog

/// What test people are expected to get, step by step.
public struct TestPlan: Sendable {
    /// The steps, in the order of the plan.
    public var steps: [PlannedStep]
    /// Columns, or keys, that are none of a plan's.
    public var ignoredColumns: [String] = []

    /// A plan of these steps.
    public init(_ steps: [PlannedStep]) { self.steps = steps }

    /// The people, each once, in the order of the plan.
    public var people: [String] {
        var known: Set<ByteOrdered> = []
        return steps.map(\.person).filter { known.insert(ByteOrdered(text: $0)).inserted }
    }
}

/// A person, a step of a journey, and what is expected of it.
public struct PlannedStep: Sendable, Equatable {
    /// The line of the plan; the first is 1.
    public var line: Int
    /// The person: a user id, a target or a device.
    public var person: String
    /// The journey; nil for any.
    public var journey: String?
    /// The step, or the first parts of a message's name with bars between them.
    public var step: String
    /// What is expected.
    public var expectation: Expectation
    /// The number of seconds in which it is expected, from the beginning of the person's run; nil for any.
    public var within: Int?

    /// A step of these values.
    public init(
        line: Int, person: String, journey: String? = nil, step: String, expectation: Expectation, within: Int? = nil
    ) {
        self.line = line
        self.person = person
        self.journey = journey
        self.step = step
        self.expectation = expectation
        self.within = within
    }

    /// Whether a message's name is this step's. Letters are compared in any case.
    func matches(_ name: String) -> Bool {
        let parts = MessageName(name)
        if let journey, !parts.journey.isSameWord(as: journey) { return false }
        let wanted = MessageName(step)
        guard wanted.step != nil else { return parts.step.isSameWord(as: step) || name.isSameWord(as: step) }
        return [\MessageName.journey, \.step, \.timing, \.variant].allSatisfy { part in
            wanted[keyPath: part].map { parts[keyPath: part].isSameWord(as: $0) } ?? true
        }
    }
}

/// What can be expected of a step.
public enum Expectation: String, CaseIterable, Sendable {
    /// The message was created, and did not fail.
    case created
    /// It was handed to the gateway, or came further.
    case sent
    /// A gateway accepted it, or it came further.
    case delivered
    /// A device confirmed it, or it was opened.
    case received
    case opened
    case converted
    /// Every device's gateway refused it, or it was held back for some.
    case bounced
    /// It was held back on purpose.
    case suppressed
    /// It failed on every device, for any reason.
    case failed
    /// No message, or only one that was held back.
    case none

    /// The expectation of a word, in any case; nil for any other word.
    ///
    /// - Parameter word: a status of a log, `none` or `nothing`.
    init?(_ word: String) {
        let word = String(decoding: word.utf8.map(\.lowercasedASCII), as: UTF8.self)
        let bytes = Array(word.utf8)
        switch Status(bytes.span) {
        case .created: self = .created
        case .sent: self = .sent
        case .delivered, .accepted: self = .delivered
        case .received: self = .received
        case .opened: self = .opened
        case .converted: self = .converted
        case .bounced: self = .bounced
        case .failed: self = .failed
        case .suppressed, .skipped, .undeliverable, .dropped, .unsubscribed: self = .suppressed
        case .attempted, .drafted, .other: return nil
        case nil:
            guard ["none", "nothing", "no message"].contains(word) else { return nil }
            self = .none
        }
    }
}

extension String? {
    /// Whether two texts are the same, whatever the case of letters.
    fileprivate func isSameWord(as other: String) -> Bool { self?.isSameWord(as: other) ?? false }
}

extension String {
    fileprivate func isSameWord(as other: String) -> Bool { lowercased().isSame(as: other.lowercased()) }
}
