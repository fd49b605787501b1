import ArgumentParser
import Reports

/// What every command takes.
struct SharedOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print only the result and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Print more about each step.")
    var verbose = false

    mutating func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    }

    /// Tells people something that may matter to them, as `warning: …`; not under `--quiet`.
    func warn(_ message: String) {
        guard !quiet else { return }
        let label = Terminal.standardError.usesColor ? "\u{1B}[1;33mwarning:\u{1B}[0m" : "warning:"
        StandardError.write("\(label) \(message.printable)\n")
    }

    /// Tells people what came of the work, where it is not the answer itself; not under `--quiet`.
    func note(_ message: String) {
        if !quiet { StandardError.write(message.printable + "\n") }
    }

    /// Tells people what is being done, under `--verbose` only.
    func detail(_ message: String) {
        if verbose { StandardError.write(message.printable + "\n") }
    }
}
