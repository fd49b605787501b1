/// The result of recording events.
public struct Recording: Hashable, Sendable {
    /// The number of added events.
    public var accepted = 0
    /// The number of events that were in the store already.
    public var duplicates = 0

    /// Nothing recorded.
    public init() {}

    init(accepted: Int, duplicates: Int) {
        self.accepted = accepted
        self.duplicates = duplicates
    }
}

/// The result of recording one part of a transaction.
public struct PartRecording: Hashable, Sendable {
    /// The numbers of added and of known events.
    public var recording: Recording
    /// The rows that were not recorded.
    public var refused: [RefusedRow]
}

/// A row that the store refuses.
public struct RefusedRow: Hashable, Sendable {
    /// The row's number in its batch, from 0.
    public var row: Int
    /// The reason, in plain words.
    public var reason: String
}
