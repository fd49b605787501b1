/// Limits for the number and the size of finished logs.
public struct ResultLimits: Hashable, Sendable {
    /// The maximum number of logs, of all owners.
    public var maximum = Int.max
    /// The maximum number of one owner's logs.
    public var maximumPerOwner = Int.max
    /// The maximum number of bytes of all logs.
    public var maximumBytes = Int.max
    /// The maximum number of bytes of one owner's logs.
    public var maximumBytesPerOwner = Int.max

    /// No limits.
    public init() {}
}
