public import LogArchive
public import TrackingLog

/// What a sender says it sent, held against logs.
///
/// `matched + missing` are the list's entries, and `matched + unknown` the logs' messages, of the period and the apps asked
/// for. The other two are parts of these: unsettled messages are matched, and doubled ones are listed twice or unknown.
public struct Reconciliation: Sendable {
    /// What can be said of an entry or a message.
    public enum Verdict: String, CaseIterable, Sendable {
        /// On the list and in the logs.
        case matched
        /// On the list, and not in the logs.
        case missing
        /// In the logs, and not on the list.
        case unknown
        /// On the list and in the logs, and its outcome is not known yet.
        case unsettled
        /// A code that is listed more than once; or an unknown message that repeats a matched one.
        case doubled
    }

    /// Numbers of entries or messages, by verdict.
    public struct Counts: Sendable, Equatable {
        private var numbers = [Int](repeating: 0, count: Verdict.allCases.count)

        /// None.
        public init() {}

        /// The number with a verdict.
        public subscript(verdict: Verdict) -> Int {
            get { numbers[Self.place(of: verdict)] }
            set { numbers[Self.place(of: verdict)] = newValue }
        }

        private static func place(of verdict: Verdict) -> Int { Verdict.allCases.firstIndex(of: verdict) ?? 0 }
    }

    /// An entry of the list, or a message of the logs.
    public struct Finding: Sendable, Equatable {
        /// The tracking code; nil for an entry without one.
        public var code: String?
        /// The target of an entry without code.
        public var target: String?
        /// When the entry was sent, if it says so; of a message that is not on the list, its first event.
        public var time: Timestamp?

        /// A finding of these values.
        public init(code: String? = nil, target: String? = nil, time: Timestamp? = nil) {
            self.code = code
            self.target = target
            self.time = time
        }
    }

    /// A day's numbers.
    public struct DayCounts: Sendable, Equatable {
        /// The day of a message's first event; of what is not in the logs, the list's. Nil if the list names none.
        public var day: Day?
        /// The numbers.
        public var counts: Counts
    }

    /// All numbers.
    public var counts = Counts()
    /// The same by day, in order; what has no day is last.
    public var days: [DayCounts] = []
    /// What has a verdict, as far as it was asked for: entries in the list's order, then messages by time.
    public var findings: [Verdict: [Finding]] = [:]
    /// The doubled that are codes listed more than once; the others are messages.
    public var listedTwice = 0
    /// Missing codes that are among the unknown ones in other case (`t-1`, `T-1`), and the first of these.
    public var inOtherCase: (count: Int, example: Finding?) = (0, nil)
    /// What is compared: days of the list, or what was asked for; nil for all.
    public var period: ClosedRange<Timestamp>?
    /// The zone of days.
    public var timezone = "UTC"
    /// Messages outside the period or the apps: neither listed nor counted.
    public var outside = 0
    /// Entries outside the period or the apps that were asked for.
    public var leftOut = 0
    /// Apps asked for that no message is of.
    public var unmatchedApps: UnmatchedValues?
    /// Lines of the list that name no message.
    public var unusable = ListFaults()
    /// Lines of the list with a code, and a time that cannot be read: the code counts.
    public var unreadTimes = ListFaults()
    /// How much of the logs could be read.
    public var quality: Quality

    /// The number of entries compared.
    public var listed: Int { counts[.matched] + counts[.missing] }

    /// Whether list and logs differ.
    public var differs: Bool { counts[.missing] + counts[.unknown] + counts[.doubled] > 0 }

    /// Whether there was nothing to compare.
    public var isOfNothing: Bool { listed + counts[.unknown] == 0 }

    /// Nothing yet, of logs read so well.
    public init(quality: Quality) { self.quality = quality }
}

/// How a list is held against logs.
public struct ReconciliationOptions: Sendable {
    /// The first second compared; nil for the list's first day.
    public var since: Timestamp?
    /// The last second compared; nil for the list's last day.
    public var until: Timestamp?
    /// The apps compared; empty for all.
    public var apps: [String] = []
    /// The zone of days; nil means UTC.
    public var zone: LocalZone?
    /// The maximum number of seconds between an entry without code and its message, or a message and its repetition.
    public var window = 3600
    /// The verdicts whose findings are wanted, each with the maximum number of them.
    public var shown: [Reconciliation.Verdict: Int] = [:]

    /// The defaults: all apps, the list's days in UTC, one hour, no findings.
    public init() {}
}
