import Alerts
import ArgumentParser
import Durability
import LogArchive
import TrackingLog
import WebClient

/// Whom bad news is sent to.
struct NotifyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Post bad news to this webhook, http or https; may be repeated. If it cannot be reached, that is a warning.",
            valueName: "url"))
    var notify: [String] = []

    @Option(
        help: ArgumentHelp(
            "Form of what is posted: json or slack (default: slack for hooks.slack.com, else json).", valueName: "form")
    )
    var notifyFormat: WebhookFormat?

    @Option(
        help: ArgumentHelp(
            "Write bad news as a message that `sendmail -t` takes, - for standard output; without any the file is empty.",
            valueName: "file"), completion: .file())
    var mail: String?

    @Option(help: ArgumentHelp("Recipient of --mail; may be repeated.", valueName: "address"))
    var mailTo: [String] = []

    @Option(help: ArgumentHelp("Sender of --mail.", valueName: "address"))
    var mailFrom: String?

    func validate() throws {
        _ = try webhooks()
        if mail == nil, !mailTo.isEmpty { throw ValidationError("--mail-to needs --mail: the file to write") }
        if mail != nil, mailTo.isEmpty || mailFrom == nil {
            throw ValidationError("--mail needs --mail-to and --mail-from")
        }
        _ = try addresses()
    }

    /// Throws where options have nothing to work on.
    ///
    /// - Parameter hasRules: whether a file of rules names webhooks and addresses, too.
    func check(hasRules: Bool) throws {
        guard !hasRules else { return }
        if notifyFormat != nil, notify.isEmpty { throw ValidationError("--notify-format needs --notify") }
        if mail == nil, mailFrom != nil { throw ValidationError("--mail-from needs --mail: the file to write") }
    }

    /// Where the message of mail goes; nil for none.
    ///
    /// - Parameters:
    ///   - output: where the command's answer goes.
    ///   - inputs: what the run reads.
    ///   - store: the store in use.
    func mailTarget(
        besides output: OutputTarget, inputs: [LogInput] = [], store: String? = nil
    ) throws -> OutputTarget? {
        guard let mail else { return nil }
        let target = try OutputTarget(mail, option: "--mail", store: store, inputs: inputs)
        let isSame =
            target.destination == .standardOutput
            ? output.destination == .standardOutput : FilePlace(target.path) == FilePlace(output.path)
        guard !isSame else {
            throw Failure(
                .wrongUsage, "the answer and --mail both go to \(target.name)", hint: "name another file with --mail")
        }
        return target
    }

    /// Sends notices.
    ///
    /// A webhook that cannot be reached is a warning. The message of mail is written also if there is no bad news,
    /// and is empty then: an old one must not be sent again.
    ///
    /// - Parameters:
    ///   - notices: the bad news.
    ///   - target: where the message of mail goes.
    func send(_ notices: [Notice], mail target: OutputTarget?, _ shared: SharedOptions) throws {
        for webhook in try webhooks() {
            for notice in notices {
                do throws(Webhook.Failure) {
                    try webhook.post(notice)
                    shared.detail("posted to \(webhook.url): \(notice.title)")
                } catch {
                    shared.warn("\(error)")
                }
            }
        }
        guard let target, let (from, to) = try addresses() else { return }
        var output = try Output(target)
        if !notices.isEmpty { try output.write(MailMessage(notices, from: from, to: to, at: .now).text) }
        try output.finish()
    }

    private func webhooks() throws -> [Webhook] {
        try notify.map { text in
            do throws(WebAddress.Fault) {
                return Webhook(try WebAddress(text), format: notifyFormat)
            } catch {
                // The address is a secret.
                throw ValidationError("--notify takes the URL of a webhook: \(error)")
            }
        }
    }

    /// The sender of mail; nil if none is named.
    var sender: MailAddress? { mailFrom.flatMap { MailAddress($0) } }

    private func addresses() throws -> (from: MailAddress, to: [MailAddress])? {
        guard let mailFrom else { return nil }
        func address(_ text: String, _ option: String) throws -> MailAddress {
            guard let address = MailAddress(text) else {
                throw ValidationError("\(option) \(text): not an address; write one such as push-team@example.com")
            }
            return address
        }
        let from = try address(mailFrom, "--mail-from")
        return mail == nil ? nil : (from, try mailTo.map { try address($0, "--mail-to") })
    }
}
