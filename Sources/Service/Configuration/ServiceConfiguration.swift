import EventStore
public import Logging

/// How the service is run.
public struct ServiceConfiguration: Sendable {
    /// A certificate and its key, in PEM.
    public struct TLSFiles: Hashable, Sendable {
        /// The certificate, and those that lead from it to a root, in a file.
        public var certificate: String
        /// The certificate's private key, in a file.
        public var key: String
    }

    /// The address to listen at. Nothing but this machine reaches the usual one.
    public var host = "127.0.0.1"
    /// The port to listen at; 0 takes one that is free.
    public var port = 8080
    /// How clients reach the service, for the links to logs; nil takes the address it listens at.
    public var publicURL: String?
    /// How many jobs are worked at once.
    public var workers = 2
    /// Whether devices may report, without a token, what they received and opened.
    public var deviceCallbacks = false
    /// What to prove the service's name with; nil means plain HTTP.
    public var tls: TLSFiles?
    /// Maximum open connections.
    public var maxConnections = 1000
    /// Maximum logs that are open at once to be sent.
    var maxOpenLogs = 128
    /// Maximum open connections from one address; nil means a quarter of them all. Trusted proxies have no such limit.
    public var maxConnectionsPerAddress: Int?
    /// The addresses of reverse proxies, whose connections are those of many clients.
    public var trustedProxies = AddressRange.loopback
    /// Seconds until a request that has come in must begin to be answered.
    public var requestTimeout = 60
    /// Seconds for a request's body to come in, beyond what it takes at the least rate.
    public var bodyTimeout = 20
    /// The least rate at which a request's body must come in, in bytes a second.
    public var minRate = 1024
    /// For how many seconds a connection may wait for a request.
    public var idleTimeout = 60
    /// How many jobs of a token may be queued and running at once.
    public var maxJobsPerToken = 200
    /// Hours that an event may lie ahead of the clock; later ones are rejected.
    public var maxAhead = 24
    /// Hours a finished log stays downloadable.
    public var keepResults = 72
    /// Maximum finished logs kept; the oldest expire first.
    public var maxResults = 10_000
    /// Maximum finished logs kept for one token.
    public var maxResultsPerToken = 1000
    /// Maximum disk space of finished logs, in MiB; the oldest expire first.
    public var maxResultSpace = 51_200
    /// Maximum disk space of one token's finished logs, in MiB.
    public var maxResultSpacePerToken = 10_240
    /// Free disk space that is kept for events, in MiB; nil means 1 GiB, but no more than a quarter of the disk.
    public var minFreeSpace: Int?
    /// What is less severe is not logged.
    public var logLevel = Logger.Level.info
    /// How a line of the log is spelled.
    public var logFormat = StructuredLog.Format.logfmt

    /// The usual.
    public init() {}

    /// What is kept of finished logs.
    var resultLimits: ResultLimits {
        var limits = ResultLimits()
        limits.maximum = maxResults
        limits.maximumPerOwner = maxResultsPerToken
        limits.maximumBytes = maxResultSpace << 20
        limits.maximumBytesPerOwner = maxResultSpacePerToken << 20
        return limits
    }
}
