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

    /// An exit status that the command's own output has explained.
    static func silent(_ status: ExitStatus) -> Failure { Failure(status, nil) }
}

// MARK: - Words

extension Failure {
    /// The lines for standard error, each with its line end.
    func text(colored: Bool) -> String {
        guard let message else { return "" }
        let label = colored ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
        return "\(label) \(message.printable)\n" + (hint.map { "hint: \($0.printable)\n" } ?? "") + (usage ?? "")
    }

    /// Prints it on standard error.
    func print() {
        StandardError.write(text(colored: Terminal.standardError.usesColor))
    }
}
