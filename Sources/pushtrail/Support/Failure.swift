import Reports

/// Why a run did not end in plain success: what to tell people, what to do about it, and the exit code.
///
/// Commands throw one for what they find themselves; errors of the modules become one in `Failure+Errors.swift`.
struct Failure: Error {
    var ending: Ending
    /// Printed as `error: …`; nil where everything has been said already.
    var message: String?
    /// Printed under it as `hint: …`: the remedy.
    var hint: String?
    /// Printed under those as it stands: how the command is used.
    var usage: String?

    init(_ ending: Ending, _ message: String?, hint: String? = nil) {
        self.ending = ending
        self.message = message
        self.hint = hint
    }

    /// The work could not be done.
    static func couldNotRun(_ message: String, hint: String? = nil) -> Failure {
        Failure(.couldNotRun, message, hint: hint)
    }

    /// An ending that the command's own output has explained.
    static func ending(_ ending: Ending) -> Failure { Failure(ending, nil) }
}

// MARK: - Words

extension Failure {
    /// The lines for standard error, each with its line end.
    func text(colored: Bool) -> String {
        guard let message else { return "" }
        let label = colored ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
        return "\(label) \(message.printable)\n" + (hint.map { "hint: \($0.printable)\n" } ?? "") + (usage ?? "")
    }

    /// Says it on standard error.
    func tell() {
        StandardError.write(text(colored: Terminal.standardError.usesColor))
    }
}
