import ArgumentParser
import EventStore
import Reports
import TrackingLog

/// `pushtrail store`: what is in the store; copies of it; whether it is sound.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Show, check, back up or restore the store.",
        subcommands: [
            StoreStatusCommand.self, StoreCheckCommand.self, StoreBackupCommand.self, StoreRestoreCommand.self,
            StoreCreateCommand.self,
        ])
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
        try StandardOutput.write(
            json ? StatusDocument(path: store.path, status: status).text() : table(status))
    }

    private func table(_ status: StoreStatus) -> String {
        func range(_ times: ClosedRange<Timestamp>?) -> String {
            times.map { "\($0.lowerBound) to \($0.upperBound)" } ?? "–"
        }
        let jobs = LogJob.State.allCases.compactMap { state in
            status.jobs[state].map { "\($0.grouped) \(state.rawValue)" }
        }
        let lines = [
            ("store", "\(store.path), \(status.bytes.asBytes)"),
            ("events", status.events.grouped),
            ("messages", status.messages.grouped),
            ("deliveries", status.deliveries.grouped),
            ("devices", status.devices.grouped),
            ("happened", range(status.times)),
            ("recorded", range(status.recorded)),
            ("sealed", status.sealedThrough.map { "through \($0)" } ?? "–"),
            ("not sealed", "\(status.unsealed.grouped) events"),
            ("pruned", status.prunedBefore.map { "before \($0)" } ?? "–"),
            ("jobs", jobs.isEmpty ? "–" : jobs.joined(separator: ", ")),
        ]
        return lines.map { name, value in
            name + String(repeating: " ", count: 12 - name.count) + value.printable + "\n"
        }.joined()
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

/// The status as JSON has it.
private struct StatusDocument: Encodable {
    var path: String
    var status: StoreStatus

    private enum Keys: String, CodingKey {
        case sealedThrough = "sealed_through"
        case prunedBefore = "pruned_before"
        case store, schema, bytes, events, messages, deliveries, devices, happened, recorded, unsealed, jobs
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(path, forKey: .store)
        try object.encode(status.schema, forKey: .schema)
        try object.encode(status.bytes, forKey: .bytes)
        try object.encode(status.events, forKey: .events)
        try object.encode(status.messages, forKey: .messages)
        try object.encode(status.deliveries, forKey: .deliveries)
        try object.encode(status.devices, forKey: .devices)
        try object.encode(times(status.times), forKey: .happened)
        try object.encode(times(status.recorded), forKey: .recorded)
        try object.encode(status.sealedThrough?.description, forKey: .sealedThrough)
        try object.encode(status.unsealed, forKey: .unsealed)
        try object.encode(status.prunedBefore?.rfc3339, forKey: .prunedBefore)
        let jobs = LogJob.State.allCases.map { ($0.rawValue, status.jobs[$0] ?? 0) }
        try object.encode(Dictionary(uniqueKeysWithValues: jobs), forKey: .jobs)
    }

    private func times(_ range: ClosedRange<Timestamp>?) -> [String: String?] {
        ["from": range?.lowerBound.rfc3339, "to": range?.upperBound.rfc3339]
    }
}
