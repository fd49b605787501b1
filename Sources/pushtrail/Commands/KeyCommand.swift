import ArgumentParser
import Ledger
import TransparencyLog

/// `pushtrail key`: the ledger's signing key.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Create a ledger's signing key, or show its public half.",
        subcommands: [KeyNewCommand.self, KeyShowCommand.self])

    func run() throws { throw Self.missingSubcommand() }
}

/// `pushtrail key new`.
struct KeyNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Create a private key, and print the verifier key for auditors.",
        discussion: """
            The file is for its owner alone (mode 0600) and never replaces another. Give the verifier key to auditors by a \
            way that nobody who can write to the archive controls.
            """)

    @Option(
        help: ArgumentHelp(
            "Permanent name of the ledger, like a URL without its scheme: example.com/push.",
            valueName: "name"))
    var origin: String

    @Option(
        name: [.short, .customLong("output")], help: ArgumentHelp("File to create.", valueName: "file"),
        completion: .file())
    var output: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        if output == "-" {
            throw Failure(
                .wrongUsage, "a private key is not written to standard output",
                hint: "name a file with -o; the verifier key is printed")
        }
        guard !origin.contains("://") else {
            throw Failure(
                .wrongUsage, "the name \(origin) has a scheme", hint: "write it without: example.com/push")
        }
        let key = try SigningKey(new: origin)
        try key.write(to: output)
        try StandardOutput.write("\(key.verifier)\n")
    }
}

/// `pushtrail key show`.
struct KeyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the verifier key of a private key.")

    @Argument(help: ArgumentHelp("File of the private key.", valueName: "file"), completion: .file())
    var file: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        try StandardOutput.write("\(SigningKey(path: file).verifier)\n")
    }
}
