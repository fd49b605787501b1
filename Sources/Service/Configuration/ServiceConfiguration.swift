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
    /// How many connections may be open at once.
    public var maxConnections = 1000
    /// For how many seconds a request may be under way before it is answered.
    public var requestTimeout = 60
    /// For how many seconds a connection may wait for a request.
    public var idleTimeout = 60
    /// How many jobs of a token may be queued and running at once.
    public var maxJobsPerToken = 200
    /// For how many hours a log can be fetched.
    public var keepResults = 72
    /// What is less severe is not logged.
    public var logLevel = Logger.Level.info
    /// How a line of the log is spelled.
    public var logFormat = StructuredLog.Format.logfmt

    /// The usual.
    public init() {}
}
