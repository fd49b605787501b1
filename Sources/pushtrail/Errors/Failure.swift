import Presentation

/// Why a run did not succeed: a message, a hint and the exit code.
///
/// Commands throw one for what they find themselves; errors of the modules become one in `Failure+Errors.swift`.
struct Failure: Error {
    var status: ExitStatus
    /// Printed as `error: …`; nil if the command has printed everything.
    var message: String?
    /// The remedy, printed as `hint: …`.
    var hint: String?
    /// How the command is used, printed unchanged after the hint.
    var usage: String?

    init(_ status: ExitStatus, _ message: String?, hint: String? = nil) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    /// The work could not be done.
    static func couldNotRun(_ message: String, hint: String? = nil) -> Failure {
        Failure(.couldNotRun, message, hint: hint)
    }

    /// The work was done, and this of it is bad news.
    static func badNews(_ message: String, hint: String? = nil) -> Failure {
        Failure(.badNews, message, hint: hint)
    }

    /// An exit status that the command's own output has explained.
    static func silent(_ status: ExitStatus) -> Failure { Failure(status, nil) }
}

// MARK: - Words

extension Failure {
    /// The lines for standard error, each with its line end.
    func text(colored: Bool) -> String {
        guard let message else { return "" }
        let label = colored ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
        let text = "\(label) \(message.printable)\n" + (hint.map { "hint: \($0.printable)\n" } ?? "") + (usage ?? "")
        // A key that was given in the wrong place must not reach a cron mail or a journal.
        return text.replacing(/(PRIVATE\+KEY\+[^\s']*\+[0-9a-f]{8}\+)[A-Za-z0-9+\/=]+/) { "\($0.output.1)…" }
    }

    /// Prints it on standard error.
    func print() {
        StandardError.write(text(colored: Terminal.standardError.usesColor))
    }
}
