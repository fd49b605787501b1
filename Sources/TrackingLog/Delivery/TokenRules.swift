/// What the rows of a token show, added in any order: the latest evidence decides.
///
/// Generic over how times and descriptions are kept: reports keep both as numbers. Which rows are evidence:
/// ``Status/isAcceptance``, ``Status/accepted`` if its delivery was not refused, and ``TokenState/init(_:)``.
public struct TokenEvidence<Time: Comparable, Description: Equatable> {
    /// A failed row whose reason is about the token.
    @usableFromInline
    struct Refusal {
        // In this order a report's numbers pack without gaps.
        @usableFromInline
        var description: Description
        @usableFromInline
        var time: Time
        @usableFromInline
        var state: TokenState

        @inlinable
        init(description: Description, time: Time, state: TokenState) {
            self.description = description
            self.time = time
            self.state = state
        }
    }

    @usableFromInline
    var lastRefusal: Refusal?
    @usableFromInline
    var lastAcceptance: Time?

    /// No evidence.
    @inlinable
    public init() {}

    /// Adds a row by which a gateway or a device had accepted a notification.
    ///
    /// An `accepted` row is one if its delivery has no failed row.
    ///
    /// - Parameter time: the row's time.
    @inlinable @inline(__always)
    public mutating func addAcceptance(at time: Time) {
        if let lastAcceptance, lastAcceptance >= time { return }
        lastAcceptance = time
    }

    /// Adds a failed row that is evidence.
    ///
    /// Of several the one decides that ``RefusalRule`` says. The same description on two platforms may show two things
    /// in one second: then the worse holds.
    ///
    /// - Parameters:
    ///   - time: the row's time.
    ///   - description: the row's description, or its status's name if it has none.
    ///   - state: what its reason shows.
    ///   - isBefore: whether a description stands before another in byte order.
    @inlinable
    public mutating func addRefusal(
        at time: Time, description: Description, showing state: TokenState,
        isBefore: (Description, Description) -> Bool
    ) {
        if let last = lastRefusal {
            if last.time == time, last.description == description {
                if state == .invalid { lastRefusal?.state = .invalid }
                return
            }
            guard
                RefusalRule.decides(at: time, over: last.time, inOneSecond: isBefore(last.description, description))
            else { return }
        }
        lastRefusal = Refusal(description: description, time: time, state: state)
    }

    /// The state that the evidence shows. In one second an acceptance wins over a refusal.
    @inlinable
    public var state: TokenState {
        guard let lastRefusal else { return lastAcceptance == nil ? .unknown : .valid }
        if let lastAcceptance, lastAcceptance >= lastRefusal.time { return .valid }
        return lastRefusal.state
    }
}
