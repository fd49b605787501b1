import ArgumentParser
import EventStore
import Presentation
import TrackingLog

/// `pushtrail store restore`.
struct StoreRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Replace the store with a backup.",
        discussion: """
            The backup is checked first. The former store stays beside the new one, as PATH.replaced-TIME. Copying the file by \
            hand is not the same: SQLite would play the write-ahead log that a killed process left into the backup.

            Stop every process that uses the store before. A store that is older than its archive is brought up to date by \
            `pushtrail nightly --recover`.
            """)

    @OptionGroup var store: StoreOptions

    @OptionGroup var shared: SharedOptions

    @Argument(help: "A file made by `pushtrail store backup`.", completion: .file())
    var backup: String

    func run() throws {
        let restored: RestoredStore
        do {
            restored = try EventStore.restore(backup, to: store.path)
        } catch StoreError.damaged(path: backup, let detail) {
            throw Failure.couldNotRun(
                "the backup \(backup) is damaged: \(detail)", hint: "restore an older backup; the store is as it was")
        }
        try StandardOutput.write("\(store.path): restored, \(restored.status.events.counting("event"))\n")
        if let replaced = restored.replaced { shared.note("the former store is now \(replaced)") }
    }
}
