/// The token that requests a job.
public struct JobOwner: Hashable, Sendable {
    /// Its number.
    public var token: Int64
    /// The maximum number of its queued and running jobs.
    public var maximumOpen: Int

    /// A token, and its maximum number of open jobs.
    public init(token: Int64, maximumOpen: Int) {
        self.token = token
        self.maximumOpen = maximumOpen
    }
}
