import ArgumentParser
import EventStore
import Reports
import Service
import TrackingLog

/// `pushtrail token`: who may use the service.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Create, list and revoke the service's tokens.",
        discussion: "The store keeps a hash of each token: what `create` prints cannot be shown again.",
        subcommands: [TokenCreateCommand.self, TokenListCommand.self, TokenRevokeCommand.self])
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
        help: """
            What it is for: ingest (record events), export (ask for logs) or admin (both). Give it again for another.
            """)
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
        if name.isEmpty { throw ValidationError("--name is empty") }
        if scopes.isEmpty { throw ValidationError("give it a --scope: ingest, export or admin") }
        if apps.contains("") { throw ValidationError("--app is empty") }
        if let expires, expires <= .now { throw ValidationError("--expires \(expires) has passed") }
    }

    func run() throws {
        let secret = TokenSecret.random()
        guard let digest = secret.digest else { throw Failure.couldNotRun("the token cannot be hashed") }
        let token = try TokenRegister(of: EventStore(path: store.path, creating: true)).add(
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
        if json {
            try StandardOutput.write(tokens.map(TokenDocument.init(token:)).text())
        } else if tokens.isEmpty {
            shared.note("no tokens: `pushtrail token create` makes one")
        } else {
            for token in tokens { try StandardOutput.write(line(token) + "\n") }
        }
    }

    private func line(_ token: AccessToken) -> String {
        let scopes = token.scopes.map(\.rawValue).sorted().joined(separator: ",")
        var words = ["\(token.number)", token.name.printable, scopes]
        if let apps = token.apps { words.append("app " + apps.texts.joined(separator: ",").printable) }
        words.append("used " + (token.used?.rfc3339 ?? "never"))
        if let revoked = token.revoked {
            words.append("revoked \(revoked.rfc3339)")
        } else if let expires = token.expires {
            words.append((expires <= .now ? "expired " : "expires ") + expires.rfc3339)
        }
        return words.joined(separator: "  ")
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
            throw Failure.couldNotRun("\(named.count) tokens are called \(token); name one by its number", hint: hint)
        }
        let isNew = try register.revoke(found.number, at: .now)
        shared.note("token \(found.number) (\(found.name)): " + (isNew ? "revoked" : "was revoked before"))
    }
}

/// A token as JSON has it.
private struct TokenDocument: Encodable {
    var token: AccessToken

    private enum Keys: String, CodingKey {
        case number, name, scopes, apps, created, expires, used, revoked
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(token.number, forKey: .number)
        try object.encode(token.name, forKey: .name)
        try object.encode(token.scopes.map(\.rawValue).sorted(), forKey: .scopes)
        try object.encode(token.apps?.texts, forKey: .apps)
        try object.encode(token.created.rfc3339, forKey: .created)
        try object.encode(token.expires?.rfc3339, forKey: .expires)
        try object.encode(token.used?.rfc3339, forKey: .used)
        try object.encode(token.revoked?.rfc3339, forKey: .revoked)
    }
}
