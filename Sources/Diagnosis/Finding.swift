public import Analysis
public import TrackingLog

/// Something that went wrong: what, where, since when, for whom.
public struct Finding: Sendable, Equatable {
    /// What went wrong.
    public var cause: Cause
    /// How urgent it is.
    public var severity: Severity
    /// Where.
    public var scope: Scope
    /// When it began.
    public var since: Timestamp
    /// When it ended; nil if it was going on at the end of the logs.
    public var until: Timestamp?
    /// How sure it is that this is more than chance, from 0 to 1, after correction for all comparisons.
    public var confidence: Double
    /// Whom it touched.
    public var affected: Affected
    /// What shows it.
    public var evidence: Evidence

    /// Where a finding is confined to; nil where it is not.
    public struct Scope: Sendable, Hashable {
        /// The platform of the devices.
        public var platform: Platform?
        /// The app's code.
        public var app: String?
        /// The journey in the messages' names.
        public var journey: String?
        /// The variant in the messages' names.
        public var variant: String?

        /// A scope; the whole without any values.
        public init(platform: Platform? = nil, app: String? = nil, journey: String? = nil, variant: String? = nil) {
            self.platform = platform
            self.app = app
            self.journey = journey
            self.variant = variant
        }
    }

    /// Whom a finding touched.
    public struct Affected: Sendable, Equatable {
        /// The messages.
        public var messages: Int
        /// The people they were for.
        public var persons: Int

        /// These messages, for these people.
        public init(messages: Int = 0, persons: Int = 0) {
            self.messages = messages
            self.persons = persons
        }
    }

    /// What shows a finding.
    public struct Evidence: Sendable, Equatable {
        /// What was counted from ``Finding/since`` to ``Finding/until``, among what.
        public var observed: Rate
        /// How many were to be expected among as many.
        public var expected: Double
        /// The gateways' reasons behind it, the most frequent first.
        public var reasons: [Reason] = []
        /// How it went around the time that it began, in steps of the same length.
        public var course: [Step] = []

        /// A step of time.
        public struct Step: Sendable, Equatable {
            /// Its first second.
            public var start: Timestamp
            /// What was counted in it, among what.
            public var observed: Rate
            /// How many were to be expected.
            public var expected: Double

            /// A step with its counts.
            public init(start: Timestamp, observed: Rate, expected: Double) {
                self.start = start
                self.observed = observed
                self.expected = expected
            }
        }

        /// A reason, and how often it was given.
        public struct Reason: Sendable, Equatable {
            /// Its name in the catalogue, or the log's own words.
            public var name: String
            /// The deliveries.
            public var deliveries: Int

            /// A reason with its deliveries.
            public init(name: String, deliveries: Int) {
                self.name = name
                self.deliveries = deliveries
            }
        }

        /// A count with its expectation.
        public init(observed: Rate, expected: Double, reasons: [Reason] = []) {
            self.observed = observed
            self.expected = expected
            self.reasons = reasons
        }
    }

    /// A finding with everything known of it.
    public init(
        cause: Cause, severity: Severity, scope: Scope, since: Timestamp, until: Timestamp?, confidence: Double,
        affected: Affected, evidence: Evidence
    ) {
        self.cause = cause
        self.severity = severity
        self.scope = scope
        self.since = since
        self.until = until
        self.confidence = confidence
        self.affected = affected
        self.evidence = evidence
    }
}
