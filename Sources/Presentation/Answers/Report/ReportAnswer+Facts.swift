import Analysis
import TrackingLog

/// A report as facts: `section` names the part of the report (`window`, `totals`, `group`, `others`, `names`, `conversions`,
/// `comparison`, `reason`, `tokens`, `latency`, `attempts`, `source`, `quality`), the dimensions' columns and `subject` what
/// it is a fact of, `measure` what was counted, by its path in the JSON.
extension ReportAnswer {
    /// The dimensions of the report, and the platform, between `section` and `subject`.
    public var factColumns: [String] { ["section"] + columns.map(\.key) + ["subject", "measure", "value"] }

    /// Reasons and tokens are counted by platform, whatever the groups are.
    private var columns: [Dimension] {
        report.dimensions + (report.dimensions.contains(.platform) ? [] : [.platform])
    }

    /// The facts in the order of the JSON's keys.
    public func forEachFact<Failure: Error>(_ body: ([String]) throws(Failure) -> Void) throws(Failure) {
        func pass(_ add: (inout ReportFacts) -> Void) throws(Failure) {
            var facts = ReportFacts(columns: columns)
            add(&facts)
            for row in facts.rows { try body(row) }
        }
        try pass { facts in
            facts.add("window", measure: "from", report.window?.lowerBound.rfc3339 ?? "")
            facts.add("window", measure: "to", report.window?.upperBound.rfc3339 ?? "")
            facts.add("window", measure: "timezone", report.timezone)
            facts.addTotals("totals", report.totals)
        }
        for group in report.groups {
            try pass { $0.addTotals("group", group.totals, of: report.dimensions, group.values) }
        }
        if let others = report.others { try pass { $0.addTotals("others", others.totals) } }
        if let names = report.names { try pass { $0.add(names) } }
        if let conversions = report.conversions { try pass { $0.add(conversions) } }
        for reason in report.reasons { try pass { $0.add(reason) } }
        try pass { facts in
            facts.add(report.tokens)
            facts.add("created_to_delivered", report.createdToDelivered)
            facts.add("delivered_to_opened", report.deliveredToOpened)
            facts.add(report.attempts)
        }
        for source in report.sources {
            try pass { facts in
                facts.add("source", subject: source.path, measure: "format", source.vendor ?? "tracking-log")
                facts.add("source", subject: source.path, measure: "rows", source.rows)
                facts.add("source", subject: source.path, measure: "rejected", source.rejected)
            }
        }
        try pass { facts in
            facts.add("quality", measure: "rows", report.quality.rows)
            facts.add("quality", measure: "rejected", report.quality.rejected)
            for input in report.quality.unread {
                facts.add("quality", subject: input.path, measure: "unread", input.reason)
            }
            for file in report.quality.leftOut {
                facts.add("quality", subject: file.path, measure: "left_out", file.reason)
            }
        }
    }
}

/// Rows of a report's facts.
struct ReportFacts {
    let columns: [Dimension]
    private(set) var rows: [[String]] = []

    init(columns: [Dimension]) {
        self.columns = columns
    }

    mutating func add(
        _ section: String, at places: [Dimension: String] = [:], subject: String = "", measure: String, _ value: String
    ) {
        rows.append([section] + columns.map { places[$0] ?? "" } + [subject, measure, value])
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
            ("devices", totals.devices), ("delivered_devices", totals.deliveredDevices),
            ("reporting_devices", totals.reportingDevices), ("persons", totals.persons),
            ("covered_persons", totals.coveredPersons), ("delivered", totals.delivered),
            ("received", totals.received), ("unconfirmed.reporting", totals.unconfirmed.onReporting),
            ("unconfirmed.silent", totals.unconfirmed.onSilent), ("opened", totals.opened),
            ("converted", totals.converted), ("recipients", totals.recipients),
        ]
        for (measure, count) in counts { add(section, at: places, measure: measure, count) }
        for (status, count) in totals.eventsByStatus.sorted(by: { $0.key < $1.key }) {
            add(section, at: places, measure: "events_by_status.\(status)", count)
        }
        for outcome in MessageOutcome.allCases {
            add(section, at: places, measure: "messages_by_outcome.\(outcome.name)", totals[outcome])
        }
        addConversions(section, at: places, totals)
        for (name, rate) in totals.rates { add(section, at: places, measure: "rates.\(name)", rate) }
    }

    mutating func add(_ names: CheckedNames) {
        add("names", measure: "total", names.total)
        add("names", measure: "irregular", names.irregular)
        add("names", measure: "irregular_messages", names.irregularMessages)
        add("names", measure: "unnamed_messages", names.unnamedMessages)
        for example in names.examples {
            add("names", subject: example.name, measure: "name_check", example.check.name)
            add("names", subject: example.name, measure: "messages", example.messages)
        }
    }

    mutating func add(_ count: ReasonCount) {
        func fact(_ measure: String, _ value: String) {
            add("reason", at: [.platform: count.platform.name], subject: count.name, measure: measure, value)
        }
        fact("deliveries", "\(count.deliveries)")
        fact("events", "\(count.events)")
        fact("share", count.share.value.map { "\($0)" } ?? "")
        guard let reason = count.reason else { return }
        fact("gateway", reason.source.name ?? "")
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

    mutating func add(_ attempts: Attempts) {
        for number in 1...Attempts.maximum { add("attempts", measure: "\(number)", attempts[number]) }
        add("attempts", measure: "over_\(Attempts.maximum)", attempts.overMaximum)
    }

    mutating func add(_ name: String, _ latency: Latency) {
        add("latency", measure: "\(name).count", latency.count)
        add("latency", measure: "\(name).negative", latency.negative)
        for (percentile, value) in [("p50", latency.p50), ("p90", latency.p90), ("p99", latency.p99)] {
            add("latency", measure: "\(name).\(percentile)", value.map { "\($0)" } ?? "")
        }
    }
}
