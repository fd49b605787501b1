import ArgumentParser
import EventStore
import Reports
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
            json ? CheckDocument(path: store.path, damages: damages).text() : text(damages, try opened.status()))
        guard damages.isEmpty else {
            shared.note(
                "hint: put the last backup in its place with `pushtrail store restore BACKUP --store \(store.path)`")
            throw Failure.ending(.badNews)
        }
    }

    private func text(_ damages: [StoreDamage], _ status: StoreStatus) -> String {
        guard !damages.isEmpty else { return "\(store.path): OK, \(status.events.counting("event"))\n" }
        return "\(store.path): damaged\n" + damages.map { "  \($0)\n" }.joined()
    }
}

/// What was found, as JSON: `pushtrail.check/1`.
private struct CheckDocument: Encodable {
    let path: String
    let damages: [StoreDamage]

    private enum Keys: String, CodingKey {
        case schema, store, result, damages
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode("pushtrail.check/1", forKey: .schema)
        try object.encode(path, forKey: .store)
        try object.encode(damages.isEmpty ? "ok" : "damaged", forKey: .result)
        try object.encode(damages.map(DamageDocument.init), forKey: .damages)
    }
}

private struct DamageDocument: Encodable {
    let damage: StoreDamage

    private enum Keys: String, CodingKey {
        case kind, day, detail
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(damage.kind.rawValue, forKey: .kind)
        try object.encode(damage.day?.description, forKey: .day)
        try object.encode(damage.detail, forKey: .detail)
    }
}
