import Analysis
import Diagnosis
public import Pages
import TrackingLog

extension ReportAnswer: PageAnswer {
    /// The report to look at, and to forward.
    public var page: Page { ReportPage(report, options, diagnosis, generatedAt: time).page }
}

/// A report as a page: the result first, then what it follows from.
struct ReportPage {
    let report: Report
    let options: ReportOptions
    let diagnosis: Diagnosis?
    private let time: Timestamp

    init(_ report: Report, _ options: ReportOptions, _ diagnosis: Diagnosis?, generatedAt time: Timestamp) {
        self.report = report
        self.options = options
        self.diagnosis = diagnosis
        self.time = time
    }

    var page: Page {
        var sections: [Page.Section] = []
        if report.window != nil {
            sections = findings + [result, funnel] + overTime + reasons + reach + [timing, groups] + conversions
        }
        return Page(title: title, lead: lead, sections: sections + [data], footer: footer)
    }

    // MARK: - Head and foot

    private var title: String {
        guard let window = report.window else { return "Push delivery: no messages" }
        // The period asked for; the last rows may be of later days, as openings are.
        let (since, until) = (options.filter.since ?? window.lowerBound, options.filter.until ?? window.upperBound)
        return "Push delivery, \(words(min(since, until)...max(since, until)))"
    }

    /// A period's days, in the report's zone.
    func words(_ period: ClosedRange<Timestamp>) -> String {
        local(period.lowerBound).day.words(to: local(period.upperBound).day)
    }

    private var lead: HTML {
        let selection: HTML = filterWords.isEmpty ? "" : "<p>Only \(.name(filterWords)).</p>\n"
        guard let window = report.window else {
            let rows = report.quality.rows
            let nothing = rows == 0 ? "No events." : "No message matches: \(rows.counting("event")) read."
            return "<p class=\"lead\">\(nothing)</p>\n\(selection)\(unmatched)\(incomplete)"
        }
        let totals = report.totals
        let sources = report.sources.isEmpty ? "" : ", from \(report.sources.count.counting("log"))"
        return """
            <p class="lead">\(.figure(totals.messages, "totals.messages")) \
            \(totals.messages == 1 ? "message" : "messages") to \(.figure(totals.persons, "totals.persons")) \
            \(totals.persons == 1 ? "person" : "people") on \(.figure(totals.devices, "totals.devices")) \
            \(totals.devices == 1 ? "device" : "devices")</p>
            \(selection)\(unmatched)\(incomplete)<p class="quiet">Rows from \(window.lowerBound.description) to \
            \(window.upperBound.description) UTC\(sources)</p>
            """
    }

    /// What is missing from all figures below.
    private var incomplete: HTML {
        let quality = report.quality
        let missing = [
            quality.unread.isEmpty ? nil : quality.unread.count.counting("input"),
            quality.rejected == 0 ? nil : quality.rejected.counting("row"),
        ].compactMap(\.self).joined(separator: " and ")
        return missing.isEmpty
            ? "" : "<p class=\"notice\">\(missing) could not be read: see <a href=\"#data\">data quality</a>.</p>\n"
    }

    /// Values of the filter that no message has.
    private var unmatched: HTML {
        report.unmatched.map { unmatched -> HTML in
            """
            <p class="notice">No message has the \(unmatched.filter) \
            \(.name(unmatched.values.joined(separator: " or "))).</p>

            """
        }.joined
    }

    /// The filter, as text: `app A1B2C-D3E4F; platform ios or android`.
    private var filterWords: String { options.filter.words(zone: options.zone).joined(separator: "; ") }

    private var footer: HTML {
        """
        <p>Made by <code>pushtrail report</code> on \(time.rfc3339). A message counts once, whatever the number of its \
        devices. Shares are rounded, but 0 % and 100 % are exact.</p>
        """
    }

    /// A moment as the report's zone shows it.
    func local(_ time: Timestamp) -> Timestamp { options.zone.map { $0.local(time) } ?? time }
}
