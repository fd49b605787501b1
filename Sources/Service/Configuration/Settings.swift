/// Settings as they were given, from several places: those of the command line win, then those of the environment, then
/// those of a file.
public struct Settings: Sendable {
    /// A setting that cannot be used.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        /// Where it was given: a flag, a variable, or a line of a file.
        public var place: String
        /// What is wrong.
        public var reason: String

        /// Both.
        public var description: String { "\(place): \(reason)" }
    }

    private struct Given {
        var text: String
        var place: String
    }

    private var given: [Setting: Given] = [:]

    /// Nothing set.
    public init() {}

    /// Takes settings of the command line.
    public mutating func take(flags: [Setting: String]) {
        for (setting, text) in flags { given[setting] = Given(text: text, place: "--\(setting.rawValue)") }
    }

    /// Takes settings of the environment. A variable that is empty is not set.
    public mutating func take(environment value: (String) -> String?) {
        for setting in Setting.allCases {
            guard let text = value(setting.variable), !text.isEmpty else { continue }
            given[setting] = Given(text: text, place: setting.variable)
        }
    }

    /// Takes settings of a file: lines of `name = value`, the names those of the flags; empty lines, and lines that begin
    /// with `#`, say nothing.
    public mutating func take(file text: String, named path: String) throws(Fault) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            let place = "\(path):\(number + 1)"
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let equals = line.firstIndex(of: "=") else { throw Fault(place: place, reason: "write name = value") }
            let name = line[..<equals].trimmed
            guard let setting = Setting(rawValue: String(name)) else {
                throw Fault(place: place, reason: "there is no setting \(name)")
            }
            given[setting] = Given(text: String(line[line.index(after: equals)...].trimmed), place: place)
        }
    }

    /// The text of a setting; nil where it was not given.
    public func text(_ setting: Setting) -> String? { given[setting]?.text }

    /// The configuration that all of them come to.
    public func configuration() throws(Fault) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        if let host = text(.host) { configuration.host = host }
        try set(&configuration.port, .port, 0...65_535)
        configuration.publicURL = try publicURL()
        try set(&configuration.workers, .workers, 0...64)
        configuration.deviceCallbacks = try flag(.deviceCallbacks)
        configuration.tls = try tlsFiles()
        try set(&configuration.maxConnections, .maxConnections, 1...1_000_000)
        try set(&configuration.maxConnectionsPerAddress, .maxConnectionsPerAddress, 1...1_000_000)
        try setTrustedProxies(&configuration.trustedProxies)
        try set(&configuration.requestTimeout, .requestTimeout, 1...86_400)
        try set(&configuration.bodyTimeout, .bodyTimeout, 1...86_400)
        try set(&configuration.minRate, .minRate, 1...1_000_000_000)
        try set(&configuration.idleTimeout, .idleTimeout, 1...86_400)
        try set(&configuration.maxJobsPerToken, .maxJobsPerToken, 1...1_000_000)
        try set(&configuration.maxAhead, .maxAhead, 0...876_000)
        try set(&configuration.keepResults, .keepResults, 1...87_600)
        try set(&configuration.maxResults, .maxResults, 1...1_000_000)
        try set(&configuration.maxResultsPerToken, .maxResultsPerToken, 1...1_000_000)
        try set(&configuration.maxResultSpace, .maxResultSpace, 1...1_000_000_000)
        try set(&configuration.maxResultSpacePerToken, .maxResultSpacePerToken, 1...1_000_000_000)
        try set(&configuration.minFreeSpace, .minFreeSpace, 0...1_000_000_000)
        try choose(&configuration.logLevel, .logLevel)
        try choose(&configuration.logFormat, .logFormat)
        return configuration
    }
}

extension Settings {
    private func fault(_ setting: Setting, _ reason: String) -> Fault {
        Fault(place: given[setting]?.place ?? setting.rawValue, reason: reason)
    }

    private func set(_ value: inout Int, _ setting: Setting, _ range: ClosedRange<Int>) throws(Fault) {
        guard let text = text(setting) else { return }
        guard let number = Int(text), range.contains(number) else {
            throw fault(setting, "\(text) is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        value = number
    }

    private func set(_ value: inout Int?, _ setting: Setting, _ range: ClosedRange<Int>) throws(Fault) {
        guard text(setting) != nil else { return }
        var number = 0
        try set(&number, setting, range)
        value = number
    }

    private func setTrustedProxies(_ value: inout [AddressRange]) throws(Fault) {
        guard let text = text(.trustedProxies) else { return }
        value = []
        guard text != "none" else { return }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = AddressRange(part.trimmed) else {
                throw fault(.trustedProxies, "\(part.trimmed) is not an address or a range such as 10.0.0.0/8")
            }
            value.append(range)
        }
    }

    private func choose<Choice: RawRepresentable & CaseIterable>(
        _ value: inout Choice, _ setting: Setting
    ) throws(Fault) where Choice.RawValue == String {
        guard let text = text(setting) else { return }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(setting, "\(text) is none of \(all)")
        }
        value = choice
    }

    private func flag(_ setting: Setting) throws(Fault) -> Bool {
        switch text(setting)?.lowercased() {
        case nil, "false", "no", "off", "0": return false
        case "true", "yes", "on", "1": return true
        case let text?: throw fault(setting, "\(text) is neither true nor false")
        }
    }

    private func publicURL() throws(Fault) -> String? {
        guard let url = text(.publicURL) else { return nil }
        let rest = ["http://", "https://"].lazy.compactMap { url.hasPrefix($0) ? url.dropFirst($0.count) : nil }.first
        guard let rest, !rest.isEmpty, !rest.hasPrefix("/"), !rest.contains(where: { " \"?#\\".contains($0) }) else {
            throw fault(.publicURL, "\(url) is no URL that a link can begin with; write https://HOST/PATH")
        }
        return url
    }

    private func tlsFiles() throws(Fault) -> ServiceConfiguration.TLSFiles? {
        switch (text(.tlsCertificate), text(.tlsKey)) {
        case (nil, nil): return nil
        case (let certificate?, let key?): return .init(certificate: certificate, key: key)
        case (_?, nil): throw fault(.tlsCertificate, "its key is missing; name it with --\(Setting.tlsKey.rawValue)")
        case (nil, _?):
            throw fault(.tlsKey, "its certificate is missing; name it with --\(Setting.tlsCertificate.rawValue)")
        }
    }
}
