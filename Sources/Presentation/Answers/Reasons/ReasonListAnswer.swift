public import TrackingLog

/// Reasons, a line each, by gateway.
public struct ReasonListAnswer: Answer {
    private let reasons: [Reason]

    /// Creates the answer.
    ///
    /// - Parameter reasons: in the order of their gateways.
    public init(_ reasons: [Reason]) {
        self.reasons = reasons
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// The same as of ``ReasonsAnswer``.
    public var document: some Encodable { reasons.map(ReasonDocument.init) }

    /// The table, then what its terms mean.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
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

    private var table: Table {
        var table = Table(columns: [
            Table.Column(title: "reason", alignment: .left, gap: 0), Table.Column(title: "category", alignment: .left),
            Table.Column(title: "retry", alignment: .left), Table.Column(title: "token", alignment: .left),
        ])
        var last: Gateway??
        for reason in reasons {
            if last != .some(reason.gateway) {
                table.rows += [
                    [], [reason.gateway.map { "\($0.name), for \($0.platform.name)" } ?? "no gateway reached"],
                ]
            }
            last = .some(reason.gateway)
            table.rows.append([
                "  " + reason.name + (reason.isRetired ? " (retired)" : ""), reason.category.rawValue,
                reason.retry.rawValue, reason.tokenAction.rawValue,
            ])
        }
        return table
    }
}
