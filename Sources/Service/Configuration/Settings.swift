import TrackingLog

/// The settings that were given, from all places.
///
/// Options win over the environment, which wins over a file.
public struct Settings: Sendable {
    /// A setting that cannot be used.
    public struct Fault: Error, Hashable, CustomStringConvertible {
        /// The option, the variable, or the line of a file.
        public var place: String
        /// What is wrong with it.
        public var reason: String

        /// The place and the reason.
        public var description: String { "\(place): \(reason)" }
    }

    private struct Given {
        var text: String
        var place: String
    }

    private var given: [Setting: Given] = [:]

    /// No settings.
    public init() {}

    /// Takes settings of the command line, by option.
    public mutating func take(options value: (Setting) -> String?) {
        for setting in Setting.allCases {
            if let text = value(setting) { given[setting] = Given(text: text, place: "--\(setting.name)") }
        }
    }

    /// Takes settings of the environment; an empty variable is not set.
    public mutating func take(environment value: (String) -> String?) {
        for setting in Setting.allCases {
            guard let text = value(setting.variable), !text.isEmpty else { continue }
            given[setting] = Given(text: text, place: setting.variable)
        }
    }

    /// Takes settings of a file, one `name = value` a line.
    ///
    /// Empty lines and lines that begin with `#` are skipped.
    public mutating func take(file text: String, named path: String) throws(Fault) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (number, line) in lines.enumerated() {
            let place = "\(path):\(number + 1)"
            let line = line.trimmed
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            guard let equals = line.firstIndex(of: "=") else {
                throw Fault(place: place, reason: "expected name = value")
            }
            let name = line[..<equals].trimmed
            guard let setting = Setting(rawValue: String(name)) else {
                let names = Setting.allCases.map(\.name)
                let meant = EditDistance.nearest(to: String(name).replacing("_", with: "-"), among: names, within: 2)
                throw Fault(
                    place: place,
                    reason: "there is no setting \(name)" + (meant.map { "; did you mean \($0)?" } ?? ""))
            }
            given[setting] = Given(text: String(line[line.index(after: equals)...].trimmed), place: place)
        }
    }

    /// Whether a setting was given.
    public func contains(_ setting: Setting) -> Bool { given[setting] != nil }

    /// The configuration that the settings describe.
    public func configuration() throws(Fault) -> ServiceConfiguration {
        var configuration = ServiceConfiguration()
        for setting in Setting.allCases {
            guard let given = given[setting] else { continue }
            do throws(SettingRule.InvalidValue) {
                try setting.rule.read(given.text, &configuration)
            } catch {
                throw Fault(place: given.place, reason: error.reason)
            }
        }
        try require(.tlsKey, with: .tlsCertificate, "the private key is missing")
        try require(.tlsCertificate, with: .tlsKey, "the certificate is missing")
        return configuration
    }

    private func require(_ other: Setting, with setting: Setting, _ reason: String) throws(Fault) {
        guard let place = given[setting]?.place, !contains(other) else { return }
        throw Fault(place: place, reason: "\(reason); add --\(other.name)")
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: SubSequence {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
