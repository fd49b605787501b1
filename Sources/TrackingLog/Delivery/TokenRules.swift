/// What the rows of a token show, added in any order: the latest evidence decides.
///
/// Generic over how times and descriptions are kept: reports keep both as numbers. Which rows are evidence:
/// ``Status/isAcceptance``, ``Status/accepted`` if its delivery was not refused, and ``TokenState/init(_:)``.
public struct TokenEvidence<Time: Comparable, Description: Equatable> {
    /// A failed row whose reason is about the token.
    public struct Refusal {
        // In this order a report's numbers pack without gaps.
        /// The row's description, or its status's name if it has none.
        public var description: Description
        /// The row's time.
        public var time: Time
        /// What the reason shows.
        public var state: TokenState

        @inlinable
        init(description: Description, time: Time, state: TokenState) {
            self.description = description
            self.time = time
            self.state = state
        }
    }

    @usableFromInline
    var refusal: Refusal?
    @usableFromInline
    var acceptance: Time?

    /// The failed row that decides.
    @inlinable
    public var lastRefusal: Refusal? { refusal }
    /// The time of the latest row of an acceptance.
    @inlinable
    public var lastAcceptance: Time? { acceptance }

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
        if let acceptance, acceptance >= time { return }
        acceptance = time
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
        if let last = refusal {
            if last.time == time, last.description == description {
                if state == .invalid { refusal?.state = .invalid }
                return
            }
            guard
                RefusalRule.decides(at: time, over: last.time, inOneSecond: isBefore(last.description, description))
            else { return }
        }
        refusal = Refusal(description: description, time: time, state: state)
    }

    /// The state that the evidence shows. In one second an acceptance wins over a refusal.
    @inlinable
    public var state: TokenState {
        guard let refusal else { return acceptance == nil ? .unknown : .valid }
        if let acceptance, acceptance >= refusal.time { return .valid }
        return refusal.state
    }
}

extension TokenEvidence: Sendable where Time: Sendable, Description: Sendable {}
extension TokenEvidence: BitwiseCopyable where Time: BitwiseCopyable, Description: BitwiseCopyable {}
extension TokenEvidence.Refusal: Sendable where Time: Sendable, Description: Sendable {}
extension TokenEvidence.Refusal: BitwiseCopyable where Time: BitwiseCopyable, Description: BitwiseCopyable {}
