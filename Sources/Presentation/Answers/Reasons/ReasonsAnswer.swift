public import TrackingLog

/// Reasons, one after the other, with what to do about each.
public struct ReasonsAnswer: Answer {
    private let reasons: [Reason]

    /// Creates the answer.
    public init(_ reasons: [Reason]) {
        self.reasons = reasons
    }

    /// Indented: people read this JSON too.
    public static var jsonLayout: JSONLayout { .indented }

    /// An array of `{"reason","gateway","platform","category","retry","token_action","advice"}`.
    public var document: some Encodable { reasons.map(ReasonDocument.init) }

    /// A section for each reason.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        for reason in reasons { try body(Section([.lines(lines(on: reason))])) }
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
}
