public import TrackingLog

/// Reasons for people, one after the other, with what to do about each.
public struct ReasonPage {
    private let reasons: [Reason]

    /// A page on some reasons.
    public init(_ reasons: [Reason]) {
        self.reasons = reasons
    }

    /// The page.
    ///
    /// - Parameter colored: whether lines stand out by colour.
    public func render(colored: Bool = false) -> String {
        reasons.map { reason in
            ReasonPage.lines(on: reason).map { $0.rendered(colored: colored) }.joined()
        }.joined(separator: "\n")
    }

    private static func lines(on reason: Reason) -> [PageLine] {
        var lines = [PageLine(text: "\(reason.name) (\(reason.origin))", emphasis: .heading)]
        func add(_ label: String, _ text: String) {
            let indent = 14
            for (number, line) in Paragraph.lines(of: text, width: Paragraph.width - indent).enumerated() {
                let head = number == 0 ? "  " + label : ""
                lines.append(PageLine(text: head + String(repeating: " ", count: indent - head.count) + line))
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
}
