import Connections
import EventStore
public import Logging

/// The configuration of the service, with its defaults; ``Setting`` explains each field.
public struct ServiceConfiguration: Sendable {
    /// The path of the store; nil where no setting names one.
    public var storePath: String?
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 picks a free one.
    public var port = 8080
    /// Minimum severity to log.
    public var logLevel = Logger.Level.info
    /// The format of log lines.
    public var logFormat = StructuredLog.Format.logfmt

    /// Nil takes the listening address.
    var publicURL: String?
    var workers = 2
    var deviceCallbacks = false
    var console = false
    var tlsCertificate: String?
    var tlsKey: String?
    var verificationRecord: String?

    var maxConnections = 1000
    /// Nil means a quarter of `maxConnections`.
    var maxConnectionsPerAddress: Int?
    var trustedProxies = AddressRange.loopback
    /// In seconds.
    var requestTimeout = 60
    /// In seconds, beyond the time at `minRate`.
    var bodyTimeout = 20
    /// In bytes per second.
    var minRate = 1024
    /// In seconds.
    var idleTimeout = 60

    /// In hours.
    var maxAhead = 24
    var maxJobsPerToken = 200
    /// In hours.
    var keepResults = 72
    var maxResults = 10_000
    var maxResultsPerToken = 1000
    /// In MiB.
    var maxResultSpace = 51_200
    /// In MiB.
    var maxResultSpacePerToken = 10_240
    /// In MiB; nil means 1 GiB, and at most a quarter of the disk.
    var minFreeSpace: Int?

    /// Maximum logs that are open at once to be sent. It follows from the limit of open files.
    var maxOpenLogs = 128

    /// The defaults.
    public init() {}
}

extension ServiceConfiguration {
    /// A certificate chain and its private key, as paths of PEM files.
    struct TLSFiles {
        var certificate: String
        var key: String
    }

    /// The files for HTTPS; nil means plain HTTP.
    var tls: TLSFiles? {
        guard let tlsCertificate, let tlsKey else { return nil }
        return TLSFiles(certificate: tlsCertificate, key: tlsKey)
    }

    /// The limits of finished logs.
    var resultLimits: ResultLimits {
        var limits = ResultLimits()
        limits.maximum = maxResults
        limits.maximumPerOwner = maxResultsPerToken
        limits.maximumBytes = maxResultSpace << 20
        limits.maximumBytesPerOwner = maxResultSpacePerToken << 20
        return limits
    }
}
