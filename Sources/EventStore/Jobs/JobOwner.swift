/// The token that asks for a job.
public struct JobOwner: Hashable, Sendable {
    /// Its number.
    public var token: Int64
    /// How many jobs it may have queued and running at once.
    public var mostOpen: Int

    /// A token, and how many open jobs it may have.
    public init(token: Int64, mostOpen: Int) {
        self.token = token
        self.mostOpen = mostOpen
    }
}
