public import TrackingLog

/// What the logs tell of tokens, and how many persons have one that works.
public struct TokenCoverage: Sendable, Equatable {
    /// Tokens, by what the latest evidence says of them.
    public var states = TokenCounts()
    /// Persons never seen with a device.
    public var missing = 0
    /// All persons, and those with at least one valid token.
    public var persons = CoverageCount()
    /// The same by the tokens' platform, where there are any.
    public var byPlatform: [Platform: PlatformCoverage] = [:]
    /// Of the audience, where one was given.
    public var audience: AudienceCoverage?

    /// Of nothing.
    public init() {}

    /// Those with a valid token, among the audience where there is one, else among all persons seen.
    public var coverage: Rate { audience?.coverage ?? persons.rate }
}

/// The tokens of one platform.
public struct PlatformCoverage: Sendable, Equatable {
    /// Tokens, by what the latest evidence says of them.
    public var states = TokenCounts()
    /// Persons with a token there, and those with a valid one.
    public var persons = CoverageCount()

    /// Of nothing.
    public init() {}
}

/// How the logs cover an audience of active customers.
public struct AudienceCoverage: Sendable, Equatable {
    /// People in the audience.
    public var total: Int
    /// Those of them that the logs know.
    public var seen: Int
    /// Those of them with a valid token.
    public var covered: Int

    /// An audience's counts.
    public init(total: Int, seen: Int, covered: Int) {
        self.total = total
        self.seen = seen
        self.covered = covered
    }

    /// People of the audience that the logs do not know at all.
    public var neverSeen: Int { total - seen }
    /// The covered among the audience.
    public var coverage: Rate { Rate(covered, of: total) }
}

/// Persons, and those of them that can be reached.
public struct CoverageCount: Sendable, Equatable {
    /// All of them.
    public var total = 0
    /// Those with a valid token.
    public var covered = 0

    /// Nobody.
    public init() {}

    /// The covered among all.
    public var rate: Rate { Rate(covered, of: total) }

    mutating func add(_ other: CoverageCount) {
        total += other.total
        covered += other.covered
    }
}

/// How many tokens are in each state.
public struct TokenCounts: Sendable, Equatable {
    private var counts = [Int](repeating: 0, count: TokenState.allCases.count)

    /// None.
    public init() {}

    /// How many are in a state.
    public subscript(state: TokenState) -> Int {
        get { counts[Int(state.rawValue)] }
        set { counts[Int(state.rawValue)] = newValue }
    }

    /// All of them.
    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ other: TokenCounts) {
        for state in TokenState.allCases { self[state] += other[state] }
    }
}
