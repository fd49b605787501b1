import EventStore
import Export
import Pages
import TrackingLog

// The logs that a token requested, or all logs.

extension ConsolePage {
    /// A page of a list of jobs.
    struct Logs: Sendable {
        /// The jobs, the latest first.
        var jobs: [LogJob]
        /// The job before which they were requested; nil for the latest.
        var before: JobID?
        /// The job before which the next ones were requested; nil where there are no more.
        var next: JobID?
        /// How many jobs of the whole list are queued or running.
        var openCount: Int
    }

    var logsSection: Page.Section? {
        guard let logs else { return nil }
        let window = LogRequest.window(upTo: now)
        let (first, last) = (window.lowerBound.day.description, window.upperBound.day.description)
        return Page.Section(
            id: "logs", title: "Logs",
            """
            <form method="post" action="\(address.path)/logs">\(hidden)
            \(field(
                "date", "Day", " type=\"date\" min=\"\(first)\" max=\"\(last)\"",
                help: "UTC, \(first) to \(last). Without a day the log has all messages of the last 14 days."))\
            <p><button>Request a log</button></p>
            </form>
            \(progress(of: logs))
            <div id="jobs" data-live data-of="\(person.session.formKey)"\(follow(logs))>
            \(logs.jobs.isEmpty ? "<p>No log was requested yet.</p>" : table(of: logs.jobs))
            </div>
            \(pages(of: logs))
            """)
    }

    /// What is under way, or how the latest log ended; read out when it changes.
    private func progress(of logs: Logs) -> HTML {
        let words: HTML =
            if logs.openCount > 0 {
                """
                \(logs.openCount.counting("log")) under way.\
                <noscript> <a href="\(address.path)">Look again</a></noscript>
                """
            } else if let latest = logs.jobs.first, logs.before == nil {
                latest.state == .failed ? "The latest log failed." : "The latest log is \(latest.state.rawValue)."
            } else {
                ""
            }
        return "<p id=\"progress\" role=\"status\" data-live>\(words)</p>"
    }

    /// Only while something is under way does the page ask again.
    private func follow(_ logs: Logs) -> HTML {
        guard logs.openCount > 0 else { return "" }
        let before: HTML = logs.before.map { "&amp;before=\($0.description)" } ?? ""
        return " data-follow=\"\(address.path)?follow\(before)\""
    }

    private func pages(of logs: Logs) -> HTML {
        let latest: HTML = logs.before == nil ? "" : "<a href=\"\(address.path)#logs\">Latest logs</a> "
        let older: HTML =
            logs.next.map { "<a href=\"\(address.path)?before=\($0.description)#logs\">Older logs</a>" } ?? ""
        return latest.isEmpty && older.isEmpty ? "" : "<p>\(latest)\(older)</p>"
    }

    private func table(of jobs: [LogJob]) -> HTML {
        let owners = tokens.map { Dictionary(uniqueKeysWithValues: $0.map { ($0.number, $0.name) }) }
        var table = DataTable(
            owners == nil ? "Logs that this token requested" : "Logs that all tokens requested",
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
        guard let result = job.result, job.owner == person.token.number else { return "" }
        return """
             <a href="\(address.download(of: result))" download \
            aria-label="Download the log of \(words(for: job)), requested \(job.requested.description)">Download</a>
            """
    }

    private func count(_ number: Int?) -> HTML { number.map { .count($0) } ?? "" }
}
