public import Analysis
public import TrackingLog

// What readers should know of an answer before they trust it, a sentence each.

extension DeliveryLog {
    /// What readers should know of its lines, beside filters that match nothing.
    public var warnings: [String] { quality.payloadWarnings + unknownStatuses.warnings }
}

extension HealthLog {
    /// What readers should know of a diagnosis, beside filters that match nothing.
    public var warnings: [String] {
        let outside =
            strays == 0
            ? []
            : [
                "\(strays.counting("message")) dated far outside the period: not judged, since the clocks are wrong"
            ]
        return outside + quality.payloadWarnings + unknownStatuses.warnings
    }
}

extension SegmentList {
    /// What readers should know of its lines, beside filters that match nothing.
    public var warnings: [String] { judgements + quality.payloadWarnings + unknownStatuses.warnings }

    /// Where the list says less of devices, or more of their sender, than its lines seem to.
    public var judgements: [String] {
        mixUps.map(\.explanation)
            + unreporting.map { app, tokens in
                "\(tokens.counting("token")) of \(app.isEmpty ? "no app" : "the app “\(app)”") left out: none of its devices ever confirmed or opened a message, so silence shows nothing"
            }
    }
}

extension Quality {
    /// Whether payloads could not be read.
    public var payloadWarnings: [String] {
        guard damagedPayloads > 0 else { return [] }
        return [
            "\(damagedPayloads.counting("delivery", "deliveries")) with a payload that begins as JSON and is none: "
                + "people, names and platforms are not known by it"
        ]
    }
}

extension UnknownStatuses {
    /// The most common ones, and what they are perhaps meant for.
    public var warnings: [String] {
        let counts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        var warnings = counts.prefix(10).map { name, count in
            let meant = Status.nearestWord(to: name).map { "; did you mean \($0)?" } ?? ""
            let have = count == 1 ? "has" : "have"
            let short = name.count > 40 ? name.prefix(40) + "…" : name[...]
            return "\(count.counting("event")) \(have) the unknown status “\(short)”\(meant)"
        }
        let others = counts.dropFirst(10).reduce(others) { $0 + $1.value }
        if others > 0 {
            let have = others == 1 ? "has another unknown status" : "have other unknown statuses"
            warnings.append("\(others.counting("event")) \(have)")
        }
        return warnings
    }
}

extension UnmatchedValues {
    /// The values that no message has: `“A”, “B”`.
    public var names: String { values.map { "“\($0)”" }.joined(separator: ", ") }

    /// The values that messages have, the most common ones, or that there is none.
    ///
    /// - Parameter source: what has the messages.
    public func hint(_ source: String) -> String {
        let known = present.prefix(10).map { "“\($0)”" }.joined(separator: ", ")
        let others = present.count - 10
        return known.isEmpty
            ? "no message has a value there"
            : "\(source) \(known)" + (others > 0 ? " and \(others.grouped) others" : "")
    }
}
