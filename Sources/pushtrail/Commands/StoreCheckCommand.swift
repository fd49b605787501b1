import ArgumentParser
import EventStore
import Presentation
import TrackingLog

/// `pushtrail store check`.
struct StoreCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that the store holds what was recorded.",
        discussion: """
            Reads everything: SQLite's own structure, every event against the sums that were kept when it was recorded, \
            messages, references, sealed nights. Nothing is changed, and others may use the store meanwhile. `export`, \
            `nightly` and the log jobs make the same check of the days they read, and refuse to use damaged ones.

            Exit codes: 0 nothing is damaged, 1 something is, 3 the store could not be read.
            """)

    @OptionGroup var store: StoreOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let bar = ProgressBar("check", counting: "events", options: shared)
        let opened = try EventStore(path: store.path)
        let damages = try opened.check { done, total in bar.update(done: done, of: total, count: done) }
        bar.clear()
        try StandardOutput.write(
            StoreCheckAnswer(damages, of: store.path, events: try opened.status().events), asJSON: json)
        guard damages.isEmpty else {
            shared.note(
                "hint: put the last backup in its place with `pushtrail store restore BACKUP --store \(store.path)`")
            throw Failure.silent(.badNews)
        }
    }
}
