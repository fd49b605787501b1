import Connections

/// The rule of a setting: its field, its range, and the words of its help.
struct SettingRule: Sendable {
    /// A field of the configuration.
    typealias Field<Value> = any WritableKeyPath<ServiceConfiguration, Value> & Sendable

    /// A value that a setting does not allow.
    struct InvalidValue: Error {
        var reason: String

        init(_ reason: String) { self.reason = reason }
    }

    /// The first part of the help, without the default and the full stop.
    var summary: String
    /// The name of the value in the help; nil takes the setting's name.
    var valueName: String?
    /// The default, as the help shows it.
    var defaultText: String?
    /// Whether the value is the path of a file.
    var isFile = false
    /// Reads a value into its field.
    var read: @Sendable (_ text: String, _ configuration: inout ServiceConfiguration) throws(InvalidValue) -> Void

    private static let defaults = ServiceConfiguration()
}

// MARK: - Kinds

extension SettingRule {
    static func text(_ field: Field<String>, _ summary: String, note: String) -> SettingRule {
        SettingRule(summary: summary, defaultText: "\(defaults[keyPath: field]), \(note)") { text, configuration in
            configuration[keyPath: field] = text
        }
    }

    static func text(_ field: Field<String?>, _ summary: String, value: String) -> SettingRule {
        SettingRule(summary: summary, valueName: value) { text, configuration in configuration[keyPath: field] = text }
    }

    static func file(_ field: Field<String?>, _ summary: String) -> SettingRule {
        var rule = text(field, summary, value: "file")
        rule.isFile = true
        return rule
    }

    static func url(_ field: Field<String?>, _ summary: String, default defaultText: String) -> SettingRule {
        SettingRule(summary: summary, valueName: "url", defaultText: defaultText) {
            (text, configuration) throws(InvalidValue) in
            let rest = ["http://", "https://"].lazy.compactMap {
                text.hasPrefix($0) ? text.dropFirst($0.count) : nil
            }.first
            guard let rest, !rest.isEmpty, !rest.hasPrefix("/"), !rest.contains(where: { " \"?#\\".contains($0) })
            else { throw InvalidValue("\(text) is not a base URL; write https://HOST/PATH") }
            configuration[keyPath: field] = text
        }
    }

    static func number(
        _ field: Field<Int>, in range: ClosedRange<Int>, _ summary: String, value: String? = nil
    ) -> SettingRule {
        SettingRule(summary: summary, valueName: value, defaultText: "\(defaults[keyPath: field])") {
            (text, configuration) throws(InvalidValue) in
            configuration[keyPath: field] = try number(text, in: range)
        }
    }

    static func number(
        _ field: Field<Int?>, in range: ClosedRange<Int>, _ summary: String, value: String,
        default defaultText: String
    ) -> SettingRule {
        SettingRule(summary: summary, valueName: value, defaultText: defaultText) {
            (text, configuration) throws(InvalidValue) in
            configuration[keyPath: field] = try number(text, in: range)
        }
    }

    private static func number(_ text: String, in range: ClosedRange<Int>) throws(InvalidValue) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw InvalidValue("\(text) is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    static func flag(_ field: Field<Bool>, _ summary: String) -> SettingRule {
        SettingRule(summary: summary) { (text, configuration) throws(InvalidValue) in
            switch text.lowercased() {
            case "false", "no", "off", "0": configuration[keyPath: field] = false
            case "true", "yes", "on", "1": configuration[keyPath: field] = true
            default: throw InvalidValue("\(text) is neither true nor false")
            }
        }
    }

    static func addresses(_ field: Field<[AddressRange]>, _ summary: String) -> SettingRule {
        let usual = defaults[keyPath: field].map(\.description).joined(separator: ",")
        return SettingRule(summary: summary, valueName: "list", defaultText: usual) {
            (text, configuration) throws(InvalidValue) in
            var ranges: [AddressRange] = []
            if text != "none" {
                for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                    guard let range = AddressRange(part.trimmed) else {
                        throw InvalidValue("\(part.trimmed) is not an address or a range such as 10.0.0.0/8")
                    }
                    ranges.append(range)
                }
            }
            configuration[keyPath: field] = ranges
        }
    }

    static func choice<Choice: RawRepresentable & CaseIterable & Sendable>(
        _ field: Field<Choice>, _ summary: String
    ) -> SettingRule where Choice.RawValue == String {
        let names = Choice.allCases.map(\.rawValue)
        let list = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        return SettingRule(summary: "\(summary): \(list)", defaultText: defaults[keyPath: field].rawValue) {
            (text, configuration) throws(InvalidValue) in
            guard let choice = Choice(rawValue: text) else { throw InvalidValue("\(text) is not \(list)") }
            configuration[keyPath: field] = choice
        }
    }
}
