import ArgumentParser
import EventStore
import Export
import Presentation

/// `pushtrail request`: queue a tracking-log job.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Queue a tracking log, and print the request id.",
        discussion: """
            The log is made by `pushtrail results --wait`, and kept for 72 hours.
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions

    @Flag(help: "Print the request id as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try log.request()
        let id = try LogJobs(of: EventStore(path: store.path)).request(request)
        try StandardOutput.write(RequestAnswer(id), asJSON: json)
    }
}
