public import Analysis
import Pages
public import TrackingLog

/// A delivery log as a page in one file.
public struct DeliveryPage: DeliveryLogFormat {
    private let layout: DeliveryLogLayout
    private let page: Page
    private let section: Page.Section
    private let table: DataTable

    /// Creates the format.
    ///
    /// - Parameters:
    ///   - layout: the columns.
    ///   - log: what the page is of.
    ///   - request: the request of the log.
    ///   - time: when it was made.
    public init(
        _ layout: DeliveryLogLayout, _ log: DeliveryLog, _ request: DeliveryRequest, generatedAt time: Timestamp
    ) {
        self.layout = layout
        table = DataTable(
            request.isPerDevice ? "A row for each device of a message" : "A row for each message",
            layout.columns.map { DataTable.Column($0.rawValue, $0.isNumber ? .number : .text) }, isSortable: true)
        section = Page.Section(id: "lines", title: request.isPerDevice ? "Deliveries" : "Messages", "")
        let words = request.words(naming: layout.columns)
        let outcomes = MessageOutcome.allCases.compactMap { outcome in
            log.messagesByOutcome[outcome].map { "\($0.grouped) \(outcome.name)" }
        }
        let limit =
            request.limit.map { ". At most \($0.counting("line")) \($0 == 1 ? "is" : "are") shown" } ?? ""
        page = Page(
            title: "Delivery log",
            lead: """
                <p class="lead">\(log.messages.counting("message"))\(outcomes.isEmpty ? "" : ": ")\
                \(outcomes.joined(separator: ", "))\(limit)</p>
                \(words.isEmpty ? "" : "<p>Only \(.name(words)).</p>\n" as HTML)\
                <p class="quiet">Times are UTC.</p>
                """,
            sections: [section],
            footer: """
                \(log.quality.details(notThere: "in the table"))\
                <p>Made by <code>pushtrail deliveries</code> on \(time.rfc3339).</p>
                """)
    }

    /// The page up to the table's first row.
    public var beginning: [UInt8] { Array((page.beginning + section.beginning + table.beginning).source.utf8) }
    /// The page from the table's end on.
    public var end: [UInt8] { Array((table.end + section.end + page.end).source.utf8) }

    /// Rows of the table.
    public func text(of lines: DeliveryLines) -> [UInt8] {
        var rows: [UInt8] = []
        for line in lines.lines {
            rows += table.row(layout.columns.map { cell($0, line, lines) }).source.utf8
        }
        return rows
    }

    private func cell(_ column: DeliveryColumn, _ line: DeliveryLine, _ lines: DeliveryLines) -> HTML {
        switch line.value(of: column) {
        case .time(let time): return .time(time)
        case .number(let number): return .count(number)
        case .decimal(let value, let decimals): return .decimal(value, decimals: decimals)
        case .flag(let isSet): return isSet ? "yes" : ""
        case .none, .text:
            var text: [UInt8] = []
            guard layout.append(column, of: line, in: lines, to: &text) else { return "" }
            let shown = String(decoding: text, as: UTF8.self)
            return column == .link ? "<a href=\"\(shown)\">\(.name(shown))</a>" : .name(shown)
        }
    }
}

extension DeliveryRequest {
    /// The filters, as text.
    ///
    /// - Parameter columns: what is shown: a person who is left out there is not named here.
    fileprivate func words(naming columns: [DeliveryColumn]) -> String {
        var words = filter.words(zone: nil)
        func add(_ name: String, _ values: [String]) {
            if !values.isEmpty { words.append("\(name) \(values.joined(separator: " or "))") }
        }
        add("outcome", outcomes.map(\.name).sorted())
        add("reason", reasons)
        add("category", categories.map(\.rawValue).sorted())
        if !persons.isEmpty {
            words.append(columns.contains(.person) ? "person \(persons.joined(separator: " or "))" : "some people")
        }
        return words.joined(separator: "; ")
    }
}
