/// What came of recording some events.
public struct Recording: Hashable, Sendable {
    /// How many were added.
    public var accepted = 0
    /// How many were in the store already, and so changed nothing.
    public var duplicates = 0
    /// Those that cannot be events.
    public var refused: [RefusedRow] = []

    /// Nothing recorded.
    public init() {}
}

/// A row that cannot be an event.
public struct RefusedRow: Hashable, Sendable {
    /// Which of the batches holds it.
    public var batch: Int
    /// Which of the batch's rows it is.
    public var row: Int
    /// Why, in words for people.
    public var reason: String
}
