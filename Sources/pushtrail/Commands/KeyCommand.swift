import ArgumentParser
import Ledger
import TransparencyLog

/// `pushtrail key`: the signing keys of ledgers and witnesses.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Create the signing key of a ledger or a witness, or show its public half.",
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

            With --witness the key is for `pushtrail witness`: it cosigns checkpoints of other people's ledgers, and signs \
            no ledger of its own.
            """)

    @Option(
        help: ArgumentHelp(
            "Permanent name of the ledger, like a URL without its scheme: example.com/push.",
            valueName: "name"))
    var origin: String?

    @Option(
        help: ArgumentHelp(
            "Permanent name of a witness, in place of --origin: example.org/witness.", valueName: "name"))
    var witness: String?

    @Option(
        name: [.short, .customLong("output")], help: ArgumentHelp("File to create.", valueName: "file"),
        completion: .file())
    var output: String

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if (origin == nil) == (witness == nil) {
            throw ValidationError("give --origin for the key of a ledger, or --witness for that of a witness")
        }
    }

    func run() throws {
        if output == "-" {
            throw Failure(
                .wrongUsage, "a private key is not written to standard output",
                hint: "name a file with -o; the verifier key is printed")
        }
        let name = origin ?? witness ?? ""
        guard !name.contains("://") else {
            throw Failure(
                .wrongUsage, "the name \(name) has a scheme", hint: "write it without: example.com/push")
        }
        let verifier: VerifierKey
        if witness == nil {
            let key = try SigningKey(new: name)
            try key.write(to: output)
            verifier = key.verifier
        } else {
            let key = try CosigningKey(new: name)
            try key.write(to: output)
            verifier = key.verifier
        }
        try StandardOutput.write("\(verifier)\n")
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
        let verifier: VerifierKey
        do {
            verifier = try SigningKey(path: file).verifier
        } catch LedgerError.notAKey(_, .isWitness) {
            verifier = try CosigningKey(path: file).verifier
        }
        try StandardOutput.write("\(verifier)\n")
    }
}
