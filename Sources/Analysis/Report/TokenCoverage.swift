public import TrackingLog

/// The states of tokens, and how many people have a valid one.
public struct TokenCoverage: Sendable, Equatable {
    /// Tokens by state.
    public var states = TokenCounts()
    /// People never seen with a device.
    public var missing = 0
    /// All people, and those with at least one valid token.
    public var persons = CoverageCount()
    /// The same for each platform with tokens.
    public var byPlatform: [Platform: PlatformCoverage] = [:]
    /// Of the audience, where one was given.
    public var audience: AudienceCoverage?

    /// No counts.
    public init() {}

    /// The share with a valid token: of the audience if there is one, else of all people seen.
    public var coverage: Rate { audience?.coverage ?? persons.rate }
}

/// The tokens of one platform.
public struct PlatformCoverage: Sendable, Equatable {
    /// Tokens by state.
    public var states = TokenCounts()
    /// People with a token there, and those with a valid one.
    public var persons = CoverageCount()

    /// No counts.
    public init() {}
}

/// How the logs cover an audience of active customers.
public struct AudienceCoverage: Sendable, Equatable {
    /// People in the audience.
    public var total: Int
    /// People in the audience that occur in the logs.
    public var seen: Int
    /// People in the audience with a valid token.
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

/// People, and how many of them can be reached.
public struct CoverageCount: Sendable, Equatable {
    /// All.
    public var total = 0
    /// The number with a valid token.
    public var covered = 0

    /// No people.
    public init() {}

    /// The covered share of all.
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

    /// The number in a state.
    public subscript(state: TokenState) -> Int {
        get { counts[Int(state.rawValue)] }
        set { counts[Int(state.rawValue)] = newValue }
    }

    /// All.
    public var total: Int { counts.reduce(0, +) }

    mutating func add(_ other: TokenCounts) {
        for state in TokenState.allCases { self[state] += other[state] }
    }
}
