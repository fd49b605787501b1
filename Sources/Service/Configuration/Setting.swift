/// What can be set: by a flag of this name, by an environment variable, or in a file.
public enum Setting: String, CaseIterable, Sendable {
    case store
    case host
    case port
    case publicURL = "public-url"
    case workers
    case deviceCallbacks = "device-callbacks"
    case tlsCertificate = "tls-cert"
    case tlsKey = "tls-key"
    case maxConnections = "max-connections"
    case maxConnectionsPerAddress = "max-connections-per-address"
    case trustedProxies = "trusted-proxies"
    case requestTimeout = "request-timeout"
    case bodyTimeout = "body-timeout"
    case minRate = "min-rate"
    case idleTimeout = "idle-timeout"
    case maxAhead = "max-ahead"
    case maxJobsPerToken = "max-jobs-per-token"
    case keepResults = "keep-results"
    case maxResults = "max-results"
    case maxResultsPerToken = "max-results-per-token"
    case maxResultSpace = "max-result-space"
    case maxResultSpacePerToken = "max-result-space-per-token"
    case minFreeSpace = "min-free-space"
    case logLevel = "log-level"
    case logFormat = "log-format"

    /// The name of its environment variable: `PUSHTRAIL_PUBLIC_URL`.
    public var variable: String {
        "PUSHTRAIL_" + String(rawValue.map { $0 == "-" ? "_" : $0 }).uppercased()
    }
}
