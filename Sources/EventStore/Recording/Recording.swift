/// What came of recording some events.
public struct Recording: Hashable, Sendable {
    /// How many were added.
    public var accepted = 0
    /// How many were in the store already, and so changed nothing.
    public var duplicates = 0

    /// Nothing recorded.
    public init() {}

    init(accepted: Int, duplicates: Int) {
        self.accepted = accepted
        self.duplicates = duplicates
    }
}

/// A row that cannot be an event.
public struct RefusedRow: Hashable, Sendable {
    /// Which of its batch's rows it is.
    public var row: Int
    /// Why, in words for people.
    public var reason: String
}
