import Alerts
import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// Rules that remember what they announced.
struct AlertOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Send alerts by the rules of this file (JSON): one incident once, and its end; needs --state.",
            valueName: "file"),
        completion: .file())
    var rules: String?

    @Option(
        help: ArgumentHelp("File that keeps what --rules announced; the first run creates it.", valueName: "file"),
        completion: .file())
    var state: String?

    @Option(
        help: ArgumentHelp(
            "Shell command that sends the mail of --rules, a message on its standard input, such as 'sendmail -t -i'.",
            valueName: "command"))
    var mailCommand: String?

    @OptionGroup var clock: AsOfOptions

    func validate() throws {
        if (rules == nil) != (state == nil) { throw ValidationError("--rules and --state need each other") }
        if rules == nil, mailCommand != nil { throw ValidationError("--mail-command needs --rules") }
        if rules == nil, clock.named != nil { throw ValidationError("--as-of is the clock of --rules: give both") }
        if state == "-" { throw ValidationError("--state takes a file: it is read before it is written") }
    }

    /// Reads the rules; nil if none are named.
    ///
    /// - Parameters:
    ///   - notify: who sends the mail.
    ///   - hasBaseline: whether there is something that a drop can be compared with.
    ///   - inputs: what the run reads.
    func read(_ notify: NotifyOptions, hasBaseline: Bool, inputs: [LogInput]) throws -> AlertRules? {
        guard let path = rules, let state else { return nil }
        _ = try OutputTarget(state, option: "--state", inputs: inputs + [.path(path)])
        let rules = try AlertRules.read(path) { LocalZone(named: $0) }
        if !hasBaseline, let rule = rules.reportRules.first(where: \.needsBaseline) {
            throw Failure(
                .wrongUsage, "\(path): “\(rule)” compares with the time before --since, or with --baseline",
                hint: "give one of them")
        }
        for rule in rules.rules {
            if !rule.addresses.isEmpty, mailCommand == nil || notify.sender == nil {
                throw Failure(
                    .wrongUsage, "\(path): the rule “\(rule.name)” sends mail",
                    hint: "give --mail-command and --mail-from, such as --mail-command 'sendmail -t -i'")
            }
            if rule.addresses.isEmpty, rule.webhooks.isEmpty {
                throw Failure(
                    .wrongUsage, "\(path): the rule “\(rule.name)” has no recipient", hint: "give it notify or mail")
            }
        }
        return rules
    }

    /// Announces what the rules find, and remembers it.
    ///
    /// What is announced is durable before it is sent: a run that is killed sends it again, rather than never. What
    /// nobody takes is kept for the next run, and a warning.
    func announce(
        _ rules: AlertRules?, by notify: NotifyOptions, _ shared: SharedOptions,
        _ observe: (_ rules: AlertRules, _ now: Timestamp) -> Observations
    ) throws {
        guard let rules, let path = state else { return }
        let now = clock.moment
        let file = try AlertStateFile(path)
        let decision = AlertDecision(rules, observe(rules, now), file.state, at: now)
        if decision.state != file.state { try file.write(decision.state) }
        var state = decision.state
        let delivery = AlertDelivery(rules) { notice, url in
            try Webhook(url, format: notify.notifyFormat).post(notice)
        } mail: { notices, to in
            guard let from = notify.sender, let mailCommand else { return }
            try MailCommand.run(mailCommand, MailMessage(notices, from: from, to: to, at: .now))
        }
        let troubles = delivery.send(&state, at: now)
        if state != decision.state { try file.write(state) }
        for (_, notice) in decision.notices { shared.note("alert: \(notice.title)") }
        for trouble in troubles { shared.warn(trouble) }
    }
}
