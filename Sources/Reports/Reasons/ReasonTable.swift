public import TrackingLog

/// Reasons for people, a line each, by gateway.
public struct ReasonTable {
    private let reasons: [Reason]

    /// A table of reasons, which come gateway by gateway.
    public init(_ reasons: [Reason]) {
        self.reasons = reasons
    }

    /// The page.
    ///
    /// - Parameter colored: whether lines stand out by colour.
    public func render(colored: Bool = false) -> String {
        var table = PageTable(columns: [
            PageTable.Column(title: "reason", alignment: .left, gap: 0),
            PageTable.Column(title: "category", alignment: .left), PageTable.Column(title: "retry", alignment: .left),
            PageTable.Column(title: "token", alignment: .left),
        ])
        var last: Gateway??
        var isHead = [true]
        for reason in reasons {
            if last != .some(reason.gateway) {
                table.rows += [
                    [], [reason.gateway.map { "\($0.name), for \($0.platform.name)" } ?? "no gateway reached"],
                ]
                isHead += [false, true]
            }
            last = .some(reason.gateway)
            table.rows.append([
                "  " + reason.name + (reason.isRetired ? " (retired)" : ""), reason.category.rawValue,
                reason.retry.rawValue, reason.tokenAction.rawValue,
            ])
            isHead.append(false)
        }
        let lines = TextTable(table).text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let set = zip(lines, isHead).map { PageLine(text: String($0), emphasis: $1 ? .heading : .none) }
        return (set + ReasonTable.key).map { $0.rendered(colored: colored) }.joined()
    }

    private static let key = [
        "",
        "retry  yes: soon, backing off; later: after slowing down; fix: after mending the",
        "       cause; no: never",
        "token  check: it may be dead, or the sender misconfigured: never prune blindly",
        "",
        "`pushtrail reasons NAME` says what to do about one.",
    ].map { PageLine(text: $0) }
}
