public import Analysis
public import TrackingLog

/// A report as one tidy table: a line a fact, in RFC 4180's CSV.
///
/// `section` says what the fact is of (`window`, `totals`, `group`, `others`, `reason`, `tokens`, `latency`, `attempts`, `source`,
/// `quality`), the dimensions' columns and `subject` which one, `measure` what was counted, by its path in the JSON.
public struct CSVFormat: ReportFormat {
    /// The one there is.
    public init() {}

    /// The report as CSV with a header line.
    public func render(_ report: Report, generatedAt time: Timestamp) -> String {
        var facts = Facts(dimensions: report.dimensions)
        facts.add("window", measure: "from", report.window?.lowerBound.rfc3339 ?? "")
        facts.add("window", measure: "to", report.window?.upperBound.rfc3339 ?? "")
        facts.add("window", measure: "timezone", report.timezone)
        facts.addTotals("totals", report.totals)
        for group in report.groups { facts.addTotals("group", group.totals, of: report.dimensions, group.values) }
        if let others = report.others { facts.addTotals("others", others.totals) }
        for reason in report.reasons { facts.add(reason) }
        facts.add(report.tokens)
        facts.add("created_to_delivered", report.createdToDelivered)
        facts.add("delivered_to_opened", report.deliveredToOpened)
        for number in 1...Attempts.most { facts.add("attempts", measure: "\(number)", report.attempts[number]) }
        facts.add("attempts", measure: "over_\(Attempts.most)", report.attempts.overMost)
        for source in report.sources {
            facts.add("source", subject: source.path, measure: "rows", source.rows)
            facts.add("source", subject: source.path, measure: "rejected", source.rejected)
        }
        facts.add("quality", measure: "rows", report.quality.rows)
        facts.add("quality", measure: "rejected", report.quality.rejected)
        for input in report.quality.unread {
            facts.add("quality", subject: input.path, measure: "unread", input.reason)
        }
        return facts.text
    }
}

/// The lines so far.
private struct Facts {
    private let columns: [Dimension]
    private(set) var text = ""

    init(dimensions: [Dimension]) {
        // Reasons and tokens are told by platform, whatever the groups are told apart by.
        columns = dimensions + (dimensions.contains(.platform) ? [] : [.platform])
        append(["section"] + columns.map(\.key) + ["subject", "measure", "value"])
    }

    mutating func add(
        _ section: String, at places: [Dimension: String] = [:], subject: String = "", measure: String, _ value: String
    ) {
        append([section] + columns.map { places[$0] ?? "" } + [subject, measure, value])
    }

    mutating func add(
        _ section: String, at places: [Dimension: String] = [:], subject: String = "", measure: String, _ value: Int
    ) {
        add(section, at: places, subject: subject, measure: measure, "\(value)")
    }

    mutating func add(
        _ section: String, at places: [Dimension: String] = [:], subject: String = "", measure: String, _ rate: Rate
    ) {
        add(section, at: places, subject: subject, measure: measure, rate.value.map { "\($0)" } ?? "")
    }

    mutating func addTotals(
        _ section: String, _ totals: Totals, of dimensions: [Dimension] = [], _ values: [String?] = []
    ) {
        var places: [Dimension: String] = [:]
        for (dimension, value) in zip(dimensions, values) { places[dimension] = value }
        let counts = [
            ("events", totals.events), ("messages", totals.messages), ("deliveries", totals.deliveries),
            ("devices", totals.devices), ("persons", totals.persons), ("delivered", totals.delivered),
            ("received", totals.received), ("opened", totals.opened), ("converted", totals.converted),
        ]
        for (measure, count) in counts { add(section, at: places, measure: measure, count) }
        for (status, count) in totals.eventsByStatus.sorted(by: { $0.key < $1.key }) {
            add(section, at: places, measure: "events_by_status.\(status)", count)
        }
        for outcome in MessageOutcome.allCases {
            add(section, at: places, measure: "messages_by_outcome.\(outcome.name)", totals[outcome])
        }
        for (name, rate) in totals.rates { add(section, at: places, measure: "rates.\(name)", rate) }
    }

    mutating func add(_ count: ReasonCount) {
        func fact(_ measure: String, _ value: String) {
            add("reason", at: [.platform: count.platform.name], subject: count.name, measure: measure, value)
        }
        fact("deliveries", "\(count.deliveries)")
        fact("events", "\(count.events)")
        fact("share", count.share.value.map { "\($0)" } ?? "")
        guard let reason = count.reason else { return }
        fact("gateway", reason.gateway?.name ?? "")
        fact("category", reason.category.rawValue)
        fact("retry", reason.retry.rawValue)
        fact("token_action", reason.tokenAction.rawValue)
        fact("advice", reason.advice)
    }

    mutating func add(_ tokens: TokenCoverage) {
        for state in TokenState.allCases { add("tokens", measure: "states.\(state.name)", tokens.states[state]) }
        add("tokens", measure: "missing", tokens.missing)
        add("tokens", measure: "persons.total", tokens.persons.total)
        add("tokens", measure: "persons.covered", tokens.persons.covered)
        add("tokens", measure: "coverage", tokens.coverage)
        for platform in Platform.allCases {
            guard let coverage = tokens.byPlatform[platform] else { continue }
            let place = [Dimension.platform: platform.name]
            for state in TokenState.allCases {
                add("tokens", at: place, measure: "states.\(state.name)", coverage.states[state])
            }
            add("tokens", at: place, measure: "persons.total", coverage.persons.total)
            add("tokens", at: place, measure: "persons.covered", coverage.persons.covered)
            add("tokens", at: place, measure: "coverage", coverage.persons.rate)
        }
        guard let audience = tokens.audience else { return }
        add("tokens", measure: "audience.total", audience.total)
        add("tokens", measure: "audience.seen", audience.seen)
        add("tokens", measure: "audience.never_seen", audience.neverSeen)
        add("tokens", measure: "audience.covered", audience.covered)
    }

    mutating func add(_ name: String, _ latency: Latency) {
        add("latency", measure: "\(name).count", latency.count)
        add("latency", measure: "\(name).negative", latency.negative)
        for (percentile, value) in [("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99)] {
            add("latency", measure: "\(name).\(percentile)", value.map { "\($0)" } ?? "")
        }
    }

    private mutating func append(_ cells: [String]) {
        text += cells.map(\.asCell).joined(separator: ",") + "\n"
    }
}

extension String {
    /// The text as a cell: enclosed where it must be, and with an apostrophe before what a spreadsheet would run as a
    /// formula (OWASP, "CSV injection").
    fileprivate var asCell: String {
        // The full-width forms too: a spreadsheet takes them for their like.
        let isFormula = unicodeScalars.first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + self : self
        guard safe.utf8.contains(where: { "\",\r\n".utf8.contains($0) }) else { return safe }
        // By scalars: to a Character a quote with an accent is another character.
        var cell = UnicodeScalarView()
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { cell.append(scalar) }
            cell.append(scalar)
        }
        return "\"" + String(cell) + "\""
    }
}
