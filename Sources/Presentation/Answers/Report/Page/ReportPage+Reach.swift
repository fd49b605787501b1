import Analysis
import Pages
import TrackingLog

extension ReportPage {
    /// Who can be reached: people with a valid token, and the states of tokens.
    var reach: [Page.Section] {
        let tokens = report.tokens
        guard tokens.persons.total > 0 || tokens.audience != nil else { return [] }
        var table = DataTable(
            "People with a token, and tokens by state",
            [
                .init("platform", .text), .init("people"), .init("with a valid token"), .init("coverage"),
                .init("", .bar),
                .init("tokens"), .init("valid"), .init("invalid"), .init("suspect"), .init("unknown"), .init("", .bar),
            ])
        func add(_ name: String, _ states: TokenCounts, _ persons: CoverageCount, _ coverage: HTML, _ path: String) {
            let parts = TokenState.allCases.map { state in
                (state.style, states.total == 0 ? 0 : Double(states[state]) / Double(states.total))
            }
            table.rows.append(
                [
                    "\(name)", .figure(persons.total, "\(path).persons.total"),
                    .figure(persons.covered, "\(path).persons.covered"), coverage,
                    Bar(persons.rate.value ?? 0, style: "kind-valid").markup, "\(states.total.grouped)",
                ]
                    + [TokenState.valid, .invalid, .suspect, .unknown].map {
                        .figure(states[$0], "\(path).states.\($0.name)")
                    }
                    + [Bar(parts).markup])
        }
        for platform in Platform.allCases {
            if let coverage = tokens.byPlatform[platform] {
                let (rate, path) = (coverage.persons.rate, "tokens.by_platform.\(platform.name)")
                add(
                    platform.name, coverage.states, coverage.persons,
                    .figure(rate.value, shown: rate.percent, "\(path).coverage"), path)
            }
        }
        // Those without a device have no platform.
        table.rows.append(
            ["never seen with a device", .figure(tokens.missing, "tokens.missing")]
                + [HTML](repeating: "", count: 9))
        add("all", tokens.states, tokens.persons, "\(tokens.persons.rate.percent)", "tokens")
        let legend = Legend(
            [
                (TokenState.valid, "valid: the gateway accepts it"), (.invalid, "invalid: to be removed"),
                (.suspect, "suspect: to be checked"), (.unknown, "unknown: no evidence"),
            ].map { .init(style: $0.0.style, name: $0.1) })
        return [
            Page.Section(
                id: "reach", title: "Who can be reached: \(tokens.coverage.percent)",
                """
                <p>\(tokens.words.joined(separator: " ")).</p>
                <p>\(.figure(report.totals.coveredPersons, "totals.covered_persons")) of the people in this report are covered: \
                \(.figure(report.totals.coverageRate.value, shown: report.totals.coverageRate.percent, "totals.rates.coverage")).</p>
                \(table.markup)
                \(legend.markup)
                \(audience)
                """)
        ]
    }

    private var audience: HTML {
        guard let audience = report.tokens.audience else { return "" }
        var table = DataTable(
            "The audience of active customers", [.init("customers", .text), .init("people"), .init("", .bar)])
        for (name, count, key) in [
            ("in the audience", audience.total, "total"), ("seen in the logs", audience.seen, "seen"),
            ("with a valid token", audience.covered, "covered"), ("never seen", audience.neverSeen, "never_seen"),
        ] {
            table.rows.append([
                "\(name)", .figure(count, "tokens.audience.\(key)"),
                Bar(Rate(count, of: audience.total).value ?? 0, style: "kind-valid").markup,
            ])
        }
        return table.markup
    }
}

extension TokenState {
    /// The class that its parts of pictures have.
    fileprivate var style: String { "kind-\(name)" }
}
