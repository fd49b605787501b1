/// The scenarios that can be planted in simulated traffic.
public struct ScenariosAnswer: Answer {
    private struct Entry: Encodable {
        var scenario: String
        var meaning: String
    }

    private let entries: [Entry]

    /// - Parameter scenarios: the names, and what each plants.
    public init(_ scenarios: [(name: String, meaning: String)]) {
        entries = scenarios.map { Entry(scenario: $0.name, meaning: $0.meaning) }
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"scenario","meaning"}`.
    public var document: some Encodable { entries }

    /// A table.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        var table = Table(columns: [
            Table.Column(title: "scenario", alignment: .left, gap: 0), Table.Column(title: "meaning", alignment: .left),
        ])
        table.rows = entries.map { [$0.scenario, $0.meaning] }
        try body(Section([.table(table)]))
    }
}
