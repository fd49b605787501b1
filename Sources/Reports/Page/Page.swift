import Analysis
import TrackingLog

/// A report as people read it: paragraphs and tables, before a format sets them.
struct Page {
    /// What belongs together.
    struct Section {
        var title: String?
        var blocks: [Block] = []
    }

    enum Block {
        /// Running text, in pieces that are best kept whole.
        case paragraph([String])
        case table(PageTable)
    }

    private(set) var sections: [Section] = []

    /// The answer first: is it delivered, how did messages end, why not; then what is behind it.
    init(_ report: Report) {
        guard let window = report.window else {
            sections = [
                Section(blocks: [.paragraph([Page.nothing(report.quality)])]), Page.rejects(report.quality),
            ]
            return
        }
        sections = [
            Page.heading(report, window), Page.health(report.totals), Page.groups(report), Page.reasons(report),
            Page.tokens(report.tokens), Page.timing(report),
            Page.events(report.totals), Page.rejects(report.quality),
        ]
    }

    private static func nothing(_ quality: Quality) -> String {
        quality.rows == 0
            ? "No events." : "None of the \(quality.rows.counting("event")) read is of a message that was asked for."
    }
}
