public import TrackingLog

/// Reasons, as a list by source or with what to do about each.
public struct ReasonsAnswer: Answer {
    private let reasons: [Reason]
    private let isList: Bool

    /// Creates the answer.
    ///
    /// - Parameters:
    ///   - reasons: the reasons; in a list, source by source.
    ///   - isList: whether each reason has only a line.
    public init(_ reasons: [Reason], asList isList: Bool = false) {
        self.reasons = reasons
        self.isList = isList
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"reason","gateway","platform","category","retry","token_action","advice"}`.
    public var document: some Encodable { reasons.map(ReasonDocument.init) }

    /// The table and what its terms mean; or a section for each reason.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        guard isList else {
            for reason in reasons { try body(Section([.lines(lines(on: reason))])) }
            return
        }
        try body(Section([.table(table)]))
        try body(
            Section([
                .lines([
                    Line(text: "retry  yes: soon, backing off; later: after slowing down; fix: after fixing the"),
                    Line(text: "       cause; no: never"),
                    Line(text: "token  check: it may be dead, or the sender misconfigured: never prune blindly"),
                ])
            ]))
        try body(Section([.lines([Line(text: "`pushtrail reasons NAME` explains one and what to do about it.")])]))
    }

    private func lines(on reason: Reason) -> [Line] {
        var lines = [Line(text: "\(reason.name) (\(reason.origin))", emphasis: .heading)]
        func add(_ label: String, _ text: String) {
            let indent = 14
            for (number, line) in Paragraph.lines(of: text, width: Paragraph.width - indent).enumerated() {
                let head = number == 0 ? "  " + label : ""
                lines.append(Line(text: head + String(repeating: " ", count: indent - head.count) + line))
            }
        }
        add("category", reason.category.words)
        add("retry", reason.retry.words)
        add("token", reason.tokenAction.words)
        add("what to do", reason.advice)
        if reason.isRetired {
            let now = reason.counterparts.joined(separator: ", ")
            add("retired", now.isEmpty ? "no longer given; old logs have it" : "now \(now)")
        } else if !reason.counterparts.isEmpty {
            add("formerly", reason.counterparts.joined(separator: ", "))
        }
        if !reason.aliases.isEmpty { add("also as", reason.aliases.joined(separator: ", ")) }
        return lines
    }

    private var table: Table {
        var table = Table(columns: [
            Table.Column(title: "reason", alignment: .left, gap: 0), Table.Column(title: "category", alignment: .left),
            Table.Column(title: "retry", alignment: .left), Table.Column(title: "token", alignment: .left),
        ])
        var last: ReasonSource?
        for reason in reasons {
            if last != reason.source {
                table.rows += [
                    [], [heading(of: reason.source)],
                ]
            }
            last = reason.source
            table.rows.append([
                "  " + reason.name + (reason.isRetired ? " (retired)" : ""), reason.category.rawValue,
                reason.retry.rawValue, reason.tokenAction.rawValue,
            ])
        }
        return table
    }

    private func heading(of source: ReasonSource) -> String {
        switch source {
        case .gateway(let gateway): "\(gateway.name), for \(gateway.platform.name)"
        case .relay(let relay): "\(relay.name), a relay to any gateway"
        case .unnamedGateway: "any gateway"
        case .sender: "no gateway reached"
        }
    }
}
