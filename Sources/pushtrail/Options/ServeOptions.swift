import ArgumentParser
import Foundation
import Service

/// How the service is run, as the command line says it; what it leaves out may stand in the environment or a file.
struct ServeOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions

    @Option(help: "Address to listen on (default: 127.0.0.1, this machine only).")
    var host: String?

    @Option(help: "Port to listen on; 0 picks a free one (default: 8080).")
    var port: String?

    @Option(
        help: ArgumentHelp(
            "Base URL of download links, as clients reach the service (default: the listening address).",
            valueName: "url"))
    var publicURL: String?

    @Option(help: ArgumentHelp("Maximum jobs run at once (default: 2).", valueName: "n"))
    var workers: String?

    @Flag(help: "Accept reports from devices about received and opened messages, without a token.")
    var deviceCallbacks = false

    @Option(
        help: ArgumentHelp("Serve HTTPS with the certificate in this file (PEM).", valueName: "file"),
        completion: .file())
    var tlsCert: String?

    @Option(help: ArgumentHelp("The certificate's private key (PEM).", valueName: "file"), completion: .file())
    var tlsKey: String?

    @Option(help: ArgumentHelp("Maximum open connections (default: 1000).", valueName: "n"))
    var maxConnections: String?

    @Option(
        help: ArgumentHelp(
            "Maximum open connections from one address (default: a quarter of --max-connections).", valueName: "n"))
    var maxConnectionsPerAddress: String?

    @Option(
        help: ArgumentHelp(
            """
            Addresses of reverse proxies, which have no limit of their own: addresses or ranges, separated by commas, or \
            none (default: 127.0.0.0/8,::1).
            """, valueName: "list"))
    var trustedProxies: String?

    @Option(
        help: ArgumentHelp(
            "Seconds until the answer to a complete request must begin (default: 60).", valueName: "seconds"))
    var requestTimeout: String?

    @Option(
        help: ArgumentHelp(
            "Seconds to receive a request's body, beyond its time at --min-rate (default: 20).",
            valueName: "seconds"))
    var bodyTimeout: String?

    @Option(
        help: ArgumentHelp(
            "Minimum rate of a request's body, in bytes per second (default: 1024).", valueName: "n"))
    var minRate: String?

    @Option(
        help: ArgumentHelp("Seconds a connection may stay idle (default: 60).", valueName: "seconds"))
    var idleTimeout: String?

    @Option(
        help: ArgumentHelp(
            "Maximum queued and running jobs of a token (default: 200).", valueName: "n"))
    var maxJobsPerToken: String?

    @Option(
        help: ArgumentHelp(
            "Hours an event may be ahead of the clock; later events are rejected (default: 24).",
            valueName: "hours"))
    var maxAhead: String?

    @Option(help: ArgumentHelp("Hours a finished log stays downloadable (default: 72).", valueName: "hours"))
    var keepResults: String?

    @Option(
        help: ArgumentHelp("Maximum finished logs kept; the oldest expire first (default: 10000).", valueName: "n"))
    var maxResults: String?

    @Option(help: ArgumentHelp("Maximum finished logs kept for one token (default: 1000).", valueName: "n"))
    var maxResultsPerToken: String?

    @Option(
        help: ArgumentHelp(
            "Maximum disk space of finished logs, in MiB; the oldest expire first (default: 51200).", valueName: "n"))
    var maxResultSpace: String?

    @Option(
        help: ArgumentHelp(
            "Maximum disk space of one token's finished logs, in MiB (default: 10240).", valueName: "n"))
    var maxResultSpacePerToken: String?

    @Option(
        help: ArgumentHelp(
            """
            Free disk space kept for events, in MiB: below it no log is made, and finished ones expire, the oldest first \
            (default: 1024, at most a quarter of the disk).
            """, valueName: "n"))
    var minFreeSpace: String?

    @Option(
        help: """
            Minimum severity to log: trace, debug, info, notice, warning, error or critical (default: info).
            """)
    var logLevel: String?

    @Option(help: "Format of log lines: logfmt or json (default: logfmt).")
    var logFormat: String?

    @Option(
        help: ArgumentHelp("Read settings from this file (default: $PUSHTRAIL_CONFIG).", valueName: "file"),
        completion: .file())
    var config: String?

    /// All settings: the file's, the environment's, and those given here.
    func settings() throws -> Settings {
        var settings = Settings()
        if let path = config ?? Environment["PUSHTRAIL_CONFIG"], !path.isEmpty {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Failure.couldNotRun(
                    "cannot read \(path)", hint: "check the spelling, and who may read it: ls -l \(path)")
            }
            do throws(Settings.Fault) {
                try settings.take(file: String(decoding: bytes, as: UTF8.self), named: path)
            } catch {
                throw Failure(.wrongUsage, "\(error)", hint: "a line is NAME = VALUE, with the names of the options")
            }
        }
        settings.take(environment: { Environment[$0] })
        settings.take(flags: flags)
        return settings
    }

    private var flags: [Setting: String] {
        var flags: [Setting: String] = [:]
        flags[.store] = store.named
        flags[.host] = host
        flags[.port] = port
        flags[.publicURL] = publicURL
        flags[.workers] = workers
        if deviceCallbacks { flags[.deviceCallbacks] = "true" }
        flags[.tlsCertificate] = tlsCert
        flags[.tlsKey] = tlsKey
        flags[.maxConnections] = maxConnections
        flags[.maxConnectionsPerAddress] = maxConnectionsPerAddress
        flags[.trustedProxies] = trustedProxies
        flags[.requestTimeout] = requestTimeout
        flags[.bodyTimeout] = bodyTimeout
        flags[.minRate] = minRate
        flags[.idleTimeout] = idleTimeout
        flags[.maxJobsPerToken] = maxJobsPerToken
        flags[.maxAhead] = maxAhead
        flags[.keepResults] = keepResults
        flags[.maxResults] = maxResults
        flags[.maxResultsPerToken] = maxResultsPerToken
        flags[.maxResultSpace] = maxResultSpace
        flags[.maxResultSpacePerToken] = maxResultSpacePerToken
        flags[.minFreeSpace] = minFreeSpace
        flags[.logLevel] = logLevel
        flags[.logFormat] = logFormat
        return flags
    }
}
