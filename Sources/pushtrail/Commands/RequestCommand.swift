import ArgumentParser
import EventStore
import Export

/// `pushtrail request`: queue a tracking-log job.
struct RequestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "request",
        abstract: "Queue a tracking log, and print the request id.",
        discussion: """
            The log is made by whoever works the queue: `pushtrail serve`, or `pushtrail results --wait`. It is kept for \
            72 hours.
            """)

    @OptionGroup var store: StoreOptions
    @OptionGroup var log: LogOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        let request = try log.request()
        let id = try LogJobs(of: EventStore(path: store.path)).request(request)
        try StandardOutput.write("\(id)\n")
    }
}
