import Analysis
import TrackingLog

extension Page {
    /// How many persons can be reached at all.
    static func tokens(_ tokens: TokenCoverage) -> Section {
        guard tokens.states.total > 0 else { return Section() }
        var table = PageTable(columns: [
            PageTable.Column(title: "tokens", alignment: .left, gap: 0), PageTable.Column(),
            PageTable.Column(title: "valid"), PageTable.Column(title: "invalid"), PageTable.Column(title: "suspect"),
            PageTable.Column(title: "unknown"), PageTable.Column(title: "persons"),
            PageTable.Column(title: "covered"), PageTable.Column(gap: 1),
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
            blocks: [.paragraph(meaning(of: tokens)), .table(table)])
    }

    /// The sentence above the table: of the audience, where there is one, and then of all persons seen, who are not the
    /// same people.
    private static func meaning(of tokens: TokenCoverage) -> [String] {
        let persons = tokens.persons
        var pieces = [
            persons.covered.grouped + " of " + persons.total.counting("person"),
            persons.total == 1 ? "has a valid token" : "have a valid token",
        ]
        if let audience = tokens.audience {
            pieces = [
                "\(audience.covered.grouped) of \(audience.total.counting("active customer"))",
                "\(audience.total == 1 ? "has" : "have") a valid token;",
                "\((audience.seen - audience.covered).grouped) \(audience.seen - audience.covered == 1 ? "has" : "have") none;",
                "\(audience.neverSeen.grouped) \(audience.neverSeen == 1 ? "was" : "were") never seen in the logs.",
                "Of all persons in the logs,", "whom the table is of,",
                "\(persons.covered.grouped) of \(persons.total.grouped)",
                persons.total == 1 ? "has one" : "have one",
            ]
        }
        if tokens.missing > 0 {
            pieces[pieces.count - 1] += ";"
            pieces.append("\(tokens.missing.grouped) \(tokens.missing == 1 ? "was" : "were") never seen with a device")
        }
        return pieces
    }
}
