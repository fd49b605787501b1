import EventStore
import Export
import Pages
import TrackingLog

// The logs that a token requested, or all logs.

extension ConsolePage {
    var logs: Page.Section? {
        guard let jobs else { return nil }
        let window = now.day.adding(days: -14)...now.day
        let openJobs = jobs.count { $0.state.isOpen }
        // Only while something is under way does the page ask again.
        let follow: HTML = openJobs > 0 ? " data-follow=\"\(address.path)\"" : ""
        let progress: HTML =
            openJobs == 0
            ? ""
            : """
            \(openJobs.counting("log")) under way.<noscript> <a href="\(address.path)">Look again</a></noscript>
            """
        return Page.Section(
            id: "logs", title: "Logs",
            """
            <form method="post" action="\(address.path)/logs">\(hidden)
            <p class="field"><label for="date">Day</label>
            <input id="date" name="date" type="date" min="\(window.lowerBound.description)" \
            max="\(window.upperBound.description)" aria-describedby="date-help">
            <small class="quiet" id="date-help">UTC, \(window.lowerBound.description) to \
            \(window.upperBound.description). Without a day the log has all of the last 14 days.</small></p>
            <p><button>Request a log</button></p>
            </form>
            <p id="progress" role="status" data-live>\(progress)</p>
            <div id="jobs" data-live\(follow)>
            \(jobs.isEmpty ? "<p>No log was requested yet.</p>" : table(of: jobs))
            </div>
            """)
    }

    private func table(of jobs: [LogJob]) -> HTML {
        let owners = tokens.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.number, $0.name) }) }
        var table = DataTable(
            owners == nil ? "The latest requests of this token" : "The latest requests of all tokens",
            [
                .init("log", .text), .init("state", .text), .init("requested", .text), .init("rows"), .init("bytes"),
                .init("kept until", .text),
            ])
        if owners != nil { table.columns.insert(.init("by", .text), at: 3) }
        for job in jobs {
            var cells: [HTML] = [
                name(of: job), state(of: job), .time(job.requested), count(job.rows), count(job.bytes),
                job.result == nil ? "" : job.expires.map { .time($0) } ?? "",
            ]
            if let owners {
                cells.insert(job.owner.map { .name(owners[$0] ?? "\($0)") } ?? "the command line", at: 3)
            }
            table.rows.append(cells)
        }
        return table.markup
    }

    private func name(of job: LogJob) -> HTML {
        "\(words(for: job))\(job.apps.map { "<br><small>\(.name($0.listed))</small>" } ?? "" as HTML)"
    }

    private func words(for job: LogJob) -> String { job.date.map { "\($0)" } ?? "14 days" }

    private func state(of job: LogJob) -> HTML {
        switch job.state {
        case .done: "<span class=\"state-done\">done</span>\(link(to: job))"
        case .failed:
            """
            <span class="state-failed">failed</span><br><small>\
            \(.name(job.reason.map(JobDocument.shown) ?? "the reason is unknown"))</small>
            """
        case .queued, .running, .expired: "\(job.state.rawValue)"
        }
    }

    /// As by the API, the token that requested a log gets it, and no other.
    private func link(to job: LogJob) -> HTML {
        guard let result = job.result, job.owner == token.number else { return "" }
        return """
             <a href="\(address.download(of: result))" download aria-label="Download the log of \(words(for: job))">\
            Download</a>
            """
    }

    private func count(_ number: Int?) -> HTML { number.map { .count($0) } ?? "" }
}

extension LogJob.State {
    /// Whether the job will go on by itself.
    fileprivate var isOpen: Bool { self == .queued || self == .running }
}
