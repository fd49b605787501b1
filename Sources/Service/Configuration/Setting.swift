/// A setting of the service.
///
/// It is an option, an environment variable, and a line in a file. What it may be and what its help says is in `rule`.
public enum Setting: String, CaseIterable, Sendable {
    case store
    case host
    case port
    case publicURL = "public-url"
    case workers
    case deviceCallbacks = "device-callbacks"
    case console
    case tlsCertificate = "tls-cert"
    case tlsKey = "tls-key"
    case maxConnections = "max-connections"
    case maxConnectionsPerAddress = "max-connections-per-address"
    case trustedProxies = "trusted-proxies"
    case requestTimeout = "request-timeout"
    case bodyTimeout = "body-timeout"
    case minRate = "min-rate"
    case idleTimeout = "idle-timeout"
    case maxJobsPerToken = "max-jobs-per-token"
    case maxAhead = "max-ahead"
    case keepResults = "keep-results"
    case maxResults = "max-results"
    case maxResultsPerToken = "max-results-per-token"
    case maxResultSpace = "max-result-space"
    case maxResultSpacePerToken = "max-result-space-per-token"
    case minFreeSpace = "min-free-space"
    case verificationRecord = "verification-record"
    case logLevel = "log-level"
    case logFormat = "log-format"

    /// The name of the option, and in a file.
    public var name: String { rawValue }

    /// The name of the environment variable, such as `PUSHTRAIL_PUBLIC_URL`.
    public var variable: String {
        "PUSHTRAIL_" + String(name.map { $0 == "-" ? "_" : $0 }).uppercased()
    }
}

// MARK: - Rules

extension Setting {
    /// The field, the range and the help of this setting. The default is the field's.
    var rule: SettingRule {
        let (count, seconds, mebibytes) = (1...1_000_000, 1...86_400, 1...1_000_000_000)
        return switch self {
        case .store:
            .text(\.storePath, "Path of the store", value: "path")
        case .host:
            .text(\.host, "Address to listen on", note: "this machine only")
        case .port:
            .number(\.port, in: 0...65_535, "Port to listen on; 0 picks a free one")
        case .publicURL:
            .url(
                \.publicURL, "Base URL of download links and of the console, as clients reach the service",
                default: "the listening address")
        case .workers:
            .number(\.workers, in: 0...64, "Maximum jobs run at once", value: "n")
        case .deviceCallbacks:
            .flag(
                \.deviceCallbacks,
                "Accept reports from devices about received and opened messages, without a token")
        case .console:
            .flag(\.console, "Serve a console for people at /console; they sign in with a token")
        case .tlsCertificate:
            .file(\.tlsCertificate, "Serve HTTPS with the certificate in this file (PEM)")
        case .tlsKey:
            .file(\.tlsKey, "The certificate's private key (PEM)")
        case .maxConnections:
            .number(\.maxConnections, in: count, "Maximum open connections", value: "n")
        case .maxConnectionsPerAddress:
            .number(
                \.maxConnectionsPerAddress, in: count, "Maximum open connections from one address", value: "n",
                default: "a quarter of --\(Setting.maxConnections.name)")
        case .trustedProxies:
            .addresses(
                \.trustedProxies,
                "Addresses of reverse proxies, which have no limit of their own: addresses or ranges, separated by "
                    + "commas, or none")
        case .requestTimeout:
            .number(
                \.requestTimeout, in: seconds, "Seconds until the answer to a complete request must begin",
                value: "seconds")
        case .bodyTimeout:
            .number(
                \.bodyTimeout, in: seconds,
                "Seconds to receive a request's body, beyond its time at --\(Setting.minRate.name)", value: "seconds")
        case .minRate:
            .number(
                \.minRate, in: 1...1_000_000_000, "Minimum rate of a request's body, in bytes per second", value: "n")
        case .idleTimeout:
            .number(\.idleTimeout, in: seconds, "Seconds a connection may stay idle", value: "seconds")
        case .maxJobsPerToken:
            .number(\.maxJobsPerToken, in: count, "Maximum queued and running jobs of a token", value: "n")
        case .maxAhead:
            .number(
                \.maxAhead, in: 0...876_000, "Hours an event may be ahead of the clock; later events are rejected",
                value: "hours")
        case .keepResults:
            .number(\.keepResults, in: 1...87_600, "Hours a finished log stays downloadable", value: "hours")
        case .maxResults:
            .number(\.maxResults, in: count, "Maximum finished logs kept; the oldest expire first", value: "n")
        case .maxResultsPerToken:
            .number(\.maxResultsPerToken, in: count, "Maximum finished logs kept for one token", value: "n")
        case .maxResultSpace:
            .number(
                \.maxResultSpace, in: mebibytes,
                "Maximum disk space of finished logs, in MiB; the oldest expire first", value: "n")
        case .maxResultSpacePerToken:
            .number(
                \.maxResultSpacePerToken, in: mebibytes, "Maximum disk space of one token's finished logs, in MiB",
                value: "n")
        case .minFreeSpace:
            .number(
                \.minFreeSpace, in: 0...1_000_000_000,
                "Free disk space kept for events, in MiB: below it no log is made, and finished ones expire, the "
                    + "oldest first",
                value: "n", default: "1024, at most a quarter of the disk")
        case .verificationRecord:
            .file(
                \.verificationRecord,
                "The file of `verify --record`: /metrics then has the last verified night")
        case .logLevel:
            .choice(\.logLevel, "Minimum severity to log")
        case .logFormat:
            .choice(\.logFormat, "Format of log lines")
        }
    }

    /// The help of the option, with the default.
    public var help: String {
        let rule = rule
        return rule.summary + (rule.defaultText.map { " (default: \($0))." } ?? ".")
    }

    /// The value's name in the help; nil takes the setting's.
    public var valueName: String? { rule.valueName }

    /// Whether the value is the path of a file.
    public var isFile: Bool { rule.isFile }
}
