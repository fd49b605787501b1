public import TrackingLog

/// A plan, held against logs.
public struct PlanResult: Sendable {
    /// The verdicts, in the order of the plan.
    public var steps: [StepResult]
    /// People of the plan that no message is to.
    public var unknownPeople: [Unknown] = []
    /// Steps of the plan that no message is named after.
    public var unknownSteps: [Unknown] = []
    /// Apps asked for that no message of the plan's people is of.
    public var unmatchedApps: UnmatchedValues?
    /// Columns of the plan that were not used.
    public var ignoredColumns: [String] = []
    /// How much of the logs could be read.
    public var quality: Quality

    /// Something in the plan that is not in the logs.
    public struct Unknown: Sendable, Equatable {
        /// As the plan has it.
        public var name: String
        /// What is perhaps meant; nil if nothing is near.
        public var nearest: String?

        /// A name that is not in the logs, and the one nearest to it.
        public init(name: String, nearest: String?) {
            self.name = name
            self.nearest = nearest
        }
    }

    /// The maximum number of unknown people with a suggestion, and of unknown names to show.
    public static let maximumSuggestions = 10

    /// A result of these steps.
    public init(steps: [StepResult], quality: Quality) {
        self.steps = steps
        self.quality = quality
    }

    /// The number of steps with a verdict.
    public func count(_ verdict: StepResult.Verdict) -> Int { steps.count { $0.verdict == verdict } }
}

/// What became of a planned step.
public struct StepResult: Sendable {
    /// The verdict on a step.
    public enum Verdict: String, CaseIterable, Sendable {
        /// It is as expected.
        case passed
        /// It can still become as expected.
        case pending
        /// It is not as expected, and will not be.
        case failed
    }

    /// Why a step has its verdict.
    public enum Ground: Sendable, Equatable {
        /// It is as expected.
        case asExpected
        /// There is no message yet.
        ///
        /// - laterStep: a later step of the plan that has a message for this person already.
        case noMessage(laterStep: String?)
        /// The message has not come so far.
        case notYet
        /// It came to another end than expected.
        case otherwise
        /// It came so far so many seconds after the time allowed.
        case late(by: Int)
        /// The time allowed is over.
        case outOfTime
    }

    /// The step.
    public var planned: PlannedStep
    /// The verdict.
    public var verdict: Verdict
    /// Why.
    public var ground: Ground
    /// The message: of several, the one that began last. Nil if there is none.
    public var code: String?
    /// How far the message came, the furthest of its devices, or how it failed on all; nil if there is none.
    public var found: Expectation?
    /// When it came so far.
    public var time: Timestamp?
    /// Why it failed, as the log says it; nil if it did not.
    public var description: String?
    /// What that means.
    public var reason: Reason?
}
