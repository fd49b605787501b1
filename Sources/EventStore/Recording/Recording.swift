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

/// What came of recording a part of some events.
public struct PartRecording: Hashable, Sendable {
    /// How many were added, and how many there already.
    public var recording: Recording
    /// Those that were not recorded.
    public var refused: [RefusedRow]
}

/// A row that is not to be an event.
public struct RefusedRow: Hashable, Sendable {
    /// Which of its batch's rows it is.
    public var row: Int
    /// Why, in words for people.
    public var reason: String
}
