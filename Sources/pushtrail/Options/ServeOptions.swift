import ArgumentParser
import Foundation
import Service

/// The options of `serve`. Whatever they leave out may stand in the environment or in a file.
///
/// The parser needs a property for each option; its name, help and default are those of ``Setting``.
struct ServeOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions
    @Option(.host) var host: String?
    @Option(.port) var port: String?
    @Option(.publicURL) var publicURL: String?
    @Option(.workers) var workers: String?
    @Flag(.deviceCallbacks) var deviceCallbacks = false
    @Flag(.console) var console = false
    @Option(.tlsCertificate) var tlsCertificate: String?
    @Option(.tlsKey) var tlsKey: String?
    @Option(.maxConnections) var maxConnections: String?
    @Option(.maxConnectionsPerAddress) var maxConnectionsPerAddress: String?
    @Option(.trustedProxies) var trustedProxies: String?
    @Option(.requestTimeout) var requestTimeout: String?
    @Option(.bodyTimeout) var bodyTimeout: String?
    @Option(.minRate) var minRate: String?
    @Option(.idleTimeout) var idleTimeout: String?
    @Option(.maxJobsPerToken) var maxJobsPerToken: String?
    @Option(.maxAhead) var maxAhead: String?
    @Option(.keepResults) var keepResults: String?
    @Option(.maxResults) var maxResults: String?
    @Option(.maxResultsPerToken) var maxResultsPerToken: String?
    @Option(.maxResultSpace) var maxResultSpace: String?
    @Option(.maxResultSpacePerToken) var maxResultSpacePerToken: String?
    @Option(.minFreeSpace) var minFreeSpace: String?
    @Option(.verificationRecord) var verificationRecord: String?
    @Option(.logLevel) var logLevel: String?
    @Option(.logFormat) var logFormat: String?

    @Option(
        help: ArgumentHelp("Read settings from this file (default: $PUSHTRAIL_CONFIG).", valueName: "file"),
        completion: .file())
    var config: String?

    /// All settings: those of the file, of the environment, and the options.
    func settings() throws -> Settings {
        var settings = Settings()
        if let path = config ?? Environment["PUSHTRAIL_CONFIG"], !path.isEmpty {
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Failure.couldNotRun(
                    "cannot read \(path)", hint: "check the path and its permissions: ls -l \(path)")
            }
            do throws(Settings.Fault) {
                try settings.take(file: String(decoding: bytes, as: UTF8.self), named: path)
            } catch {
                throw Failure(.wrongUsage, "\(error)", hint: "write NAME = VALUE, with the names of the options")
            }
        }
        settings.take(environment: { Environment[$0] })
        settings.take(options: { text(of: $0) })
        return settings
    }

    /// The text of an option; nil where it was not given.
    private func text(of setting: Setting) -> String? {
        switch setting {
        case .store: store.named
        case .host: host
        case .port: port
        case .publicURL: publicURL
        case .workers: workers
        case .deviceCallbacks: deviceCallbacks ? "true" : nil
        case .console: console ? "true" : nil
        case .tlsCertificate: tlsCertificate
        case .tlsKey: tlsKey
        case .maxConnections: maxConnections
        case .maxConnectionsPerAddress: maxConnectionsPerAddress
        case .trustedProxies: trustedProxies
        case .requestTimeout: requestTimeout
        case .bodyTimeout: bodyTimeout
        case .minRate: minRate
        case .idleTimeout: idleTimeout
        case .maxJobsPerToken: maxJobsPerToken
        case .maxAhead: maxAhead
        case .keepResults: keepResults
        case .maxResults: maxResults
        case .maxResultsPerToken: maxResultsPerToken
        case .maxResultSpace: maxResultSpace
        case .maxResultSpacePerToken: maxResultSpacePerToken
        case .minFreeSpace: minFreeSpace
        case .verificationRecord: verificationRecord
        case .logLevel: logLevel
        case .logFormat: logFormat
        }
    }
}

// MARK: - Options of settings

extension Option where Value == String? {
    /// The option of a setting.
    fileprivate init(_ setting: Setting) {
        self.init(
            name: .customLong(setting.name), help: ArgumentHelp(setting), completion: setting.isFile ? .file() : nil)
    }
}

extension Flag where Value == Bool {
    /// The flag of a setting.
    fileprivate init(wrappedValue: Bool, _ setting: Setting) {
        self.init(wrappedValue: wrappedValue, name: .customLong(setting.name), help: ArgumentHelp(setting))
    }
}

extension ArgumentHelp {
    fileprivate init(_ setting: Setting) {
        self.init(setting.help, valueName: setting.valueName)
    }
}
