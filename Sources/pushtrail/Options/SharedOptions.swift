import ArgumentParser
import Presentation

/// Options of every command.
struct SharedOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print only the result and errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Print more about each step.")
    var verbose = false

    mutating func validate() throws {
        if quiet && verbose { throw ValidationError("--quiet and --verbose exclude each other") }
    }

    /// Prints `warning: …` on standard error; not under `--quiet`.
    func warn(_ message: String) {
        guard !quiet else { return }
        let label = Terminal.standardError.usesColor ? "\u{1B}[1;33mwarning:\u{1B}[0m" : "warning:"
        StandardError.write("\(label) \(message.printable)\n")
    }

    /// Prints a result that is not the answer itself on standard error; not under `--quiet`.
    func note(_ message: String) {
        if !quiet { StandardError.write(message.printable + "\n") }
    }

    /// Prints a step of the work on standard error, under `--verbose` only.
    func detail(_ message: String) {
        if verbose { StandardError.write(message.printable + "\n") }
    }
}
