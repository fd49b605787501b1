import ArgumentParser
import Durability
import EventStore
import Export
import Presentation
import TrackingLog

/// `pushtrail results`: a job's state, or its zip.
struct ResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results",
        abstract: "Show a request's status, or download its log.",
        discussion: """
            Without -o, prints the state: queued, running, done, failed or expired. With --wait, waits for the log, and \
            makes it if nobody else does.

            Exit codes: 0 done, 1 failed or expired, 2 still queued or running, 3 no such request.
            """)

    @Argument(help: ArgumentHelp("Request id, as printed by `pushtrail request`.", valueName: "request-id"))
    var id: String

    @OptionGroup var store: StoreOptions

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            "Copy the zip to this file, complete or not at all; - is standard output.", valueName: "out.zip"),
        completion: .file(extensions: ["zip"]))
    var output: String?

    @Flag(help: "Wait for the log, and make it if no service does.")
    var wait = false

    @Flag(help: "Print the job as JSON.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if json, output == "-" { throw ValidationError("--json and -o - both write to standard output") }
    }

    func run() async throws {
        let target = try output.map { try OutputTarget($0, of: .zip, store: store.path) }
        let jobs = LogJobs(of: try EventStore(path: store.path))
        let unknown = Failure.couldNotRun(
            "no request \(id) in \(store.path)", hint: "`pushtrail request` prints the id; --store names the store")
        guard let id = JobID(id), var job = try jobs.job(id) else { throw unknown }
        if wait {
            job = try await jobs.waitFor(id, shared) ?? job
        }
        try jobs.tidyUp()
        if json || output == nil {
            try StandardOutput.write(JobAnswer(job, path: jobs.path(of: job)), asJSON: json)
        }
        switch job.state {
        case .done:
            guard let path = jobs.path(of: job), FileKind(at: path) != nil else {
                throw Failure(
                    .badNews, "the log's file is missing: it was removed",
                    hint: "request it again with `pushtrail request`")
            }
            if let target { try copy(path, to: target, job) }
        case .queued, .running:
            if output != nil, !json { shared.note("\(job.state.rawValue): not finished yet; --wait waits for it") }
            throw Failure.silent(.incomplete)
        case .failed:
            throw Failure(
                .badNews, "the log could not be created: \(job.reason ?? "for an unknown reason")",
                hint: "request it again with `pushtrail request`")
        case .expired:
            throw Failure(
                .badNews, "the log was kept until \(job.expires?.description ?? "a while ago"), and is gone",
                hint: "request it again with `pushtrail request`")
        }
    }

    private func copy(_ path: String, to target: OutputTarget, _ job: LogJob) throws {
        var output = try Output(target)
        try output.copy(path)
        try output.finish()
        if target.destination != .standardOutput {
            shared.note("\(target.name): \((job.rows ?? 0).counting("row")), \((job.bytes ?? 0).asBytes) zipped")
        }
        if job.rows == 0 { shared.warn("the log is empty: the store holds no matching event") }
    }
}

extension LogJobs {
    /// Works the queue, and waits for other workers, until a job has ended.
    fileprivate func waitFor(_ id: JobID, _ shared: SharedOptions) async throws -> LogJob? {
        let bar = ProgressBar("results", options: shared)
        defer { bar.clear() }
        while let job = try job(id) {
            guard job.state == .queued || job.state == .running else { return job }
            if try workNext(onRows: { rows in bar.update(done: 0, of: 0, count: rows) }) == nil {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return nil
    }
}
