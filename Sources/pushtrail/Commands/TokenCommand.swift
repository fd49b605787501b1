import ArgumentParser
import EventStore
import Presentation
import Service
import TrackingLog

/// `pushtrail token`: who may use the service.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Create, list and revoke the service's tokens.",
        discussion: "The store keeps a hash of each token: what `create` prints cannot be shown again.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])

    func run() throws { throw Self.missingSubcommand() }
}

/// `pushtrail token create`.
struct TokenCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Create a token, and print it once.")

    @OptionGroup var store: StoreOptions

    @Option(help: "Name of the token: who or what uses it.")
    var name: String

    @Option(
        name: .customLong("scope"),
        help: "Scope: ingest (record events), export (request logs) or admin (both, and all tokens); may be repeated.")
    var scopes: [TokenScope]

    @Option(
        name: .customLong("app"),
        help: ArgumentHelp(
            "Limit the token to this app; may be repeated.",
            valueName: "code"))
    var apps: [String] = []

    @Option(
        help: ArgumentHelp("When the token expires; UTC without a zone.", valueName: "time"),
        transform: TimeArgument.time)
    var expires: Timestamp?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        do throws(TokenFault) {
            try TokenFault.check(name: name, scopes: Set(scopes), apps: apps, expires: expires, at: .now)
        } catch {
            throw ValidationError("\(option(of: error)): \(error)")
        }
    }

    private func option(of fault: TokenFault) -> String {
        switch fault {
        case .name: "--name"
        case .scopes: "--scope"
        case .app: "--app"
        case .expired: "--expires"
        }
    }

    func run() throws {
        let secret = TokenSecret.random()
        guard let digest = secret.digest else { throw Failure.couldNotRun("the token cannot be hashed") }
        let token = try TokenRegister(of: EventStore(path: store.path)).add(
            name: name, digest: digest, scopes: Set(scopes), apps: apps.isEmpty ? nil : AppCodes(apps),
            expires: expires, at: .now)
        shared.note("token \(token.number): keep it, it cannot be shown again")
        try StandardOutput.write(secret.text + "\n")
    }
}

/// `pushtrail token list`.
struct TokenListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens, not their secrets.")

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print them as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let tokens = try TokenRegister(of: EventStore(path: store.path)).all()
        if tokens.isEmpty, !json { shared.note("no tokens: `pushtrail token create` creates one") }
        try StandardOutput.write(TokensAnswer(tokens, at: .now), asJSON: json)
    }
}

/// `pushtrail token revoke`.
struct TokenRevokeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; running services stop accepting it within a second.")

    @OptionGroup var store: StoreOptions

    @Argument(help: "Number or name, as shown by `pushtrail token list`.")
    var token: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let register = TokenRegister(of: try EventStore(path: store.path))
        let hint = "`pushtrail token list` shows the tokens and their numbers"
        let all = try register.all()
        let named = all.filter { $0.name.isSame(as: token) && $0.revoked == nil }
        let found = Int64(token).flatMap { number in all.first { $0.number == number } } ?? named.first
        guard let found else { throw Failure.couldNotRun("no token \(token) in \(store.path)", hint: hint) }
        if found.name.isSame(as: token), named.count > 1 {
            throw Failure.couldNotRun("\(named.count) tokens have the name \(token); use a number", hint: hint)
        }
        let isNew = try register.revoke(found.number, at: .now)
        shared.note("token \(found.number) (\(found.name)): " + (isNew ? "revoked" : "was revoked before"))
    }
}
