/// How many finished logs are kept, and how much room they may take.
public struct ResultLimits: Hashable, Sendable {
    /// How many there may be, of all owners.
    public var most = Int.max
    /// How many one owner may have.
    public var mostPerOwner = Int.max
    /// How many bytes all of them may take.
    public var mostBytes = Int.max
    /// How many bytes one owner's may take.
    public var mostBytesPerOwner = Int.max

    /// No limits.
    public init() {}
}
