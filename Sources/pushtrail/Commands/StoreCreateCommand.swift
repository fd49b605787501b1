import ArgumentParser
import EventStore
import Foundation

/// `pushtrail store create`.
struct StoreCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create an empty store.",
        discussion: "`pushtrail ingest` creates one by itself; this is for `serve`, and for `nightly --recover`.")

    @OptionGroup var store: StoreOptions

    @OptionGroup var shared: SharedOptions

    func run() throws {
        guard !FileManager.default.fileExists(atPath: store.path) else {
            throw Failure(
                .couldNotRun, "\(store.path) already exists", hint: "name another file with --store")
        }
        _ = try EventStore(path: store.path, creating: true)
        shared.detail("\(store.path): created")
    }
}
