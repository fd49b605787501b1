import Analysis
import TrackingLog

extension ReportAnswer {
    /// How many people can be reached.
    var tokens: Section {
        let tokens = report.tokens
        guard tokens.states.total > 0 else { return Section() }
        var table = Table(columns: [
            Table.Column(title: "tokens", alignment: .left, gap: 0), Table.Column(),
            Table.Column(title: "valid"), Table.Column(title: "invalid"), Table.Column(title: "suspect"),
            Table.Column(title: "unknown"), Table.Column(title: "people"),
            Table.Column(title: "covered"), Table.Column(gap: 1),
        ])
        func add(_ name: String, _ states: TokenCounts, _ persons: CoverageCount) {
            table.rows.append([
                name, states.total.grouped, states[.valid].grouped, states[.invalid].grouped,
                states[.suspect].grouped, states[.unknown].grouped, persons.total.grouped, persons.covered.grouped,
                persons.rate.percent,
            ])
        }
        if tokens.byPlatform.count > 1 {
            for platform in Platform.allCases {
                if let coverage = tokens.byPlatform[platform] { add(platform.name, coverage.states, coverage.persons) }
            }
        }
        add("all", tokens.states, tokens.persons)
        return Section(
            title: "Token coverage: \(tokens.coverage.percent)",
            [.paragraph(tokens.words), .table(table)])
    }
}

extension TokenCoverage {
    /// Who can be reached, in pieces of a sentence: of the audience, if there is one, then of all people in the logs, who are
    /// not the same.
    var words: [String] {
        var pieces = [
            persons.covered.grouped + " of " + persons.total.counting("person", "people"),
            persons.total == 1 ? "has a valid token" : "have a valid token",
        ]
        if let audience {
            pieces = [
                "\(audience.covered.grouped) of \(audience.total.counting("active customer"))",
                "\(audience.total == 1 ? "has" : "have") a valid token;",
                "\((audience.seen - audience.covered).grouped) \(audience.seen - audience.covered == 1 ? "has" : "have") none;",
                "\(audience.neverSeen.grouped) \(audience.neverSeen == 1 ? "was" : "were") never seen in the logs.",
                "Of all people in the logs,", "whom the table counts,",
                "\(persons.covered.grouped) of \(persons.total.grouped)",
                persons.total == 1 ? "has one" : "have one",
            ]
        }
        if missing > 0 {
            pieces[pieces.count - 1] += ";"
            pieces.append("\(missing.grouped) \(missing == 1 ? "was" : "were") never seen with a device")
        }
        return pieces
    }
}
