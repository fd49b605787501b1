import Analysis
import Diagnosis
import Durability
import Foundation
public import TrackingLog
import WebClient

/// A file of rules that is none, or says what cannot be.
public struct RulesError: Error, CustomStringConvertible {
    /// The file, the rule and what is wrong.
    public let description: String
}

extension AlertRules {
    /// Reads a file of rules.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - zones: finds a zone by its name.
    /// - Throws: ``RulesError``: a rule that is not understood might be the one that matters.
    public static func read(_ path: String, zones: (String) -> LocalZone?) throws(RulesError) -> AlertRules {
        let document: RulesDocument
        do {
            document = try JSONDecoder().decode(
                RulesDocument.self, from: Data(try SmallFile.bytes(of: path)))
        } catch let error as FileError {
            throw RulesError(description: "\(error)")
        } catch let error as DecodingError {
            throw RulesError(description: "\(path): \(error.words)")
        } catch {
            throw RulesError(description: "\(path): \(error)")
        }
        guard document.schema == RulesDocument.schema else {
            throw RulesError(
                description:
                    "\(path) is not a file of rules: its schema is “\(document.schema)”, not \(RulesDocument.schema)")
        }
        var rules: [AlertRule] = []
        for (number, rule) in document.rules.enumerated() {
            let place = rule.name.map { "the rule “\($0)”" } ?? "rule \(number + 1)"
            do throws(RulesError) {
                rules.append(try rule.rule(zones: zones))
            } catch {
                throw RulesError(description: "\(path): \(place): \(error)")
            }
            guard rules.count({ $0.name.isSame(as: rules[number].name) }) == 1 else {
                throw RulesError(description: "\(path): \(place): another rule has that name")
            }
        }
        do throws(RulesError) {
            if let silence = document.silence { rules.append(try silence.rule(zones: zones)) }
        } catch {
            throw RulesError(description: "\(path): silence: \(error)")
        }
        guard !rules.isEmpty else { throw RulesError(description: "\(path) has no rules") }
        return AlertRules(rules)
    }
}

extension Array {
    fileprivate func count(_ isCounted: (Element) -> Bool) -> Int { reduce(0) { $0 + (isCounted($1) ? 1 : 0) } }
}

// MARK: - As JSON

private struct RulesDocument: Decodable {
    static let schema = "pushtrail.rules/1"
    var schema: String
    var rules: [RuleDocument]
    var silence: RuleDocument?

    init(from decoder: any Decoder) throws {
        let values = try KnownKeys(decoder, ["schema", "rules", "silence"])
        schema = try values.required("schema")
        rules = try values.optional("rules") ?? []
        silence = try values.optional("silence")
    }
}

private struct RuleDocument: Decodable {
    var name: String?
    var when: [String]
    var findings: FindingsDocument?
    var after: String?
    var scope: ScopeDocument?
    var owner: String?
    var notify: [String]
    var mail: [String]
    var quietHours: String?
    var atMost: String?

    init(from decoder: any Decoder) throws {
        let isSilence = decoder.codingPath.last?.stringValue == "silence"
        let common = ["owner", "notify", "mail", "quiet_hours", "at_most"]
        let values = try KnownKeys(decoder, common + (isSilence ? ["after"] : ["name", "when", "findings", "scope"]))
        name = isSilence ? "silence" : try values.optional("name")
        when = try values.list("when")
        findings = try values.optional("findings")
        after = try values.optional("after")
        scope = try values.optional("scope")
        owner = try values.optional("owner")
        notify = try values.list("notify")
        mail = try values.list("mail")
        quietHours = try values.optional("quiet_hours")
        atMost = try values.optional("at_most")
        if isSilence, after == nil { after = "" }
    }

    func rule(zones: (String) -> LocalZone?) throws(RulesError) -> AlertRule {
        guard let name, !name.isEmpty else { throw RulesError(description: "it has no name") }
        guard after != nil || name != "silence" else {
            throw RulesError(description: "that name is the one of the rule about silence")
        }
        var rule = AlertRule(name: name, try condition(), owner: owner)
        for text in notify {
            do throws(WebAddress.Fault) {
                rule.webhooks.append(try WebAddress(text))
            } catch {
                // The address is a secret.
                throw RulesError(description: "notify is not the URL of a webhook: \(error)")
            }
        }
        for text in mail {
            guard let address = MailAddress(text) else {
                throw RulesError(description: "“\(text)” is not an address of mail")
            }
            rule.addresses.append(address)
        }
        if let quietHours {
            guard let hours = QuietHours(quietHours, zones: zones) else {
                throw RulesError(description: "“\(quietHours)” are no hours; write 22:00-07:00 Europe/Berlin")
            }
            rule.quietHours = hours
        }
        if let atMost {
            guard atMost == "once a day" else {
                throw RulesError(description: "“\(atMost)” cannot be meant by at_most; write once a day")
            }
            rule.isOnceADay = true
        }
        return rule
    }

    private func condition() throws(RulesError) -> AlertRule.Condition {
        if let after {
            guard let seconds = TimeSpan.seconds(after), seconds > 0 else {
                throw RulesError(description: "after “\(after)” is not a length of time such as 26h")
            }
            return .silence(after: seconds)
        }
        guard when.isEmpty == (findings != nil) else {
            throw RulesError(description: "it needs either when, with rules such as \"delivery<0.9\", or findings")
        }
        let scope = try scope?.scope() ?? Finding.Scope()
        guard let findings else {
            var rules: [ReportRule] = []
            for text in when {
                do throws(RuleError) {
                    rules.append(
                        try ReportRule(text).confined(
                            platform: scope.platform, app: scope.app, journey: scope.journey, variant: scope.variant))
                } catch {
                    throw RulesError(description: "“\(text)”: \(error)")
                }
            }
            return .report(rules)
        }
        var causes: Set<Cause> = []
        for name in findings.causes {
            guard let cause = Cause(rawValue: name) else {
                let known = Cause.allCases.map(\.rawValue)
                let nearest = EditDistance.nearest(to: name, among: known, within: max(1, name.utf8.count / 3))
                throw RulesError(
                    description: "unknown cause “\(name)”; "
                        + (nearest.map { "did you mean \($0)?" } ?? "use \(known.joined(separator: ", "))"))
            }
            causes.insert(cause)
        }
        guard let severity = Severity(rawValue: findings.severity) else {
            throw RulesError(description: "unknown severity “\(findings.severity)”; use info, notice or serious")
        }
        return .findings(severity: severity, causes: causes, scope: scope)
    }
}

private struct FindingsDocument: Decodable {
    var severity: String
    var causes: [String]

    init(from decoder: any Decoder) throws {
        let values = try KnownKeys(decoder, ["severity", "causes"])
        severity = try values.optional("severity") ?? Severity.notice.rawValue
        causes = try values.list("causes")
    }
}

private struct ScopeDocument: Decodable {
    var platform: String?
    var app: String?
    var journey: String?
    var variant: String?

    init(from decoder: any Decoder) throws {
        let values = try KnownKeys(decoder, ["platform", "app", "journey", "variant"])
        platform = try values.optional("platform")
        app = try values.optional("app")
        journey = try values.optional("journey")
        variant = try values.optional("variant")
    }

    func scope() throws(RulesError) -> Finding.Scope {
        var scope = Finding.Scope(app: app, journey: journey, variant: variant)
        if let platform {
            guard let known = Platform(platform.lowercased()), known != .mixed else {
                throw RulesError(description: "unknown platform “\(platform)”")
            }
            scope.platform = known
        }
        return scope
    }
}
