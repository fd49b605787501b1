import ArgumentParser
import EventStore
import Presentation
import TrackingLog

/// `pushtrail store`: the store's contents, checks, backups.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Show, check, back up or restore the store.",
        subcommands: [
            StoreStatusCommand.self, StoreCheckCommand.self, StoreBackupCommand.self, StoreRestoreCommand.self,
            StoreCreateCommand.self,
        ])

    func run() throws { throw Self.missingSubcommand() }
}

/// `pushtrail store status`.
struct StoreStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what the store holds, and what is not sealed yet.")

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let status = try EventStore(path: store.path).status()
        try StandardOutput.write(StoreStatusAnswer(status, of: store.path), asJSON: json)
    }
}

/// `pushtrail store backup`.
struct StoreBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store while it is in use.",
        discussion: """
            The copy is the store as it was when the copying began. It appears whole or not at all. `pushtrail store restore` \
            puts it in the place of a store.
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("File to create or replace; - is standard output.", valueName: "file"), completion: .file()
    )
    var output: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let target = try OutputTarget(output, of: .store, store: store.path)
        let bar = ProgressBar("backup", counting: "pages", options: shared)
        let store = try EventStore(path: store.path)
        try target.make { path in
            defer { bar.clear() }
            try store.backUp(to: path) { copied, total in
                bar.update(done: copied, of: total, count: copied)
            }
        }
        shared.detail("\(target.name): a copy of \(store.path)")
    }
}
