import Analysis
import HTTPTypes
import HummingbirdCore
import TrackingLog

/// The query of a request for a list.
struct ListQuery {
    private var values: [String: [String]] = [:]

    /// Reads a query: percent-encoded, with `+` for a space, as forms and most clients write it.
    ///
    /// - Parameter names: the parameters that the route has.
    /// - Throws: ``Problem`` where it has others: a mistyped filter would let everything pass.
    init(_ query: String?, of names: [String]) throws(Problem) {
        let pairs = URI("/?" + (query ?? "").replacing("+", with: "%20")).queryParameters
        for (name, value) in pairs where !name.isEmpty {
            let name = String(name)
            guard names.contains(name) else {
                let nearest = EditDistance.nearest(to: name, among: names, within: 2)
                let hint = nearest.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))"
                throw Problem(.badRequest, "unknown parameter '\(name)'; \(hint)")
            }
            values[name, default: []].append(String(value))
        }
    }

    /// What is asked for, the same for the same parameters in any order.
    var canonical: String {
        let pairs = values.filter { !Self.ofPages.contains($0.key) }.map { [$0.key] + $0.value.sorted() }
        // An array's description quotes its texts, so that no value passes for another parameter.
        return "\(pairs.sorted { $0[0] < $1[0] })"
    }

    /// The parameters that choose a page of a list.
    static let ofPages = ["limit", "page_token"]

    /// The values of a parameter that may be repeated.
    func texts(_ name: String) -> [String] { values[name] ?? [] }

    /// The value of a parameter; nil if it is left out.
    func text(_ name: String) throws(Problem) -> String? {
        let values = texts(name)
        guard values.count <= 1 else { throw Problem(.badRequest, "\(name) stands there more than once") }
        return values.first
    }

    /// A number; nil if it is left out.
    func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range ~= number else {
            throw Problem(.badRequest, "\(name) is not a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// Whether something is asked for.
    func flag(_ name: String) throws(Problem) -> Bool {
        switch try text(name) {
        case nil, "false": return false
        case "true": return true
        default: throw Problem(.badRequest, "\(name) is neither true nor false")
        }
    }

    /// A time, or the first or last second of a day; nil if it is left out.
    func time(_ name: String, _ bound: TimeBound) throws(Problem) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let time = bound.second(of: text) else {
            throw Problem(
                .badRequest,
                "\(name) is not a time; write 2026-11-20, or 2026-11-20T13:01:01Z, with %2B for the + of an offset")
        }
        return time
    }

    /// Values that have names.
    func values<Value>(_ name: String, among all: [Value], named: (Value) -> String) throws(Problem) -> [Value] {
        var found: [Value] = []
        for text in texts(name) {
            guard let value = all.first(where: { named($0) == text.lowercased() }) else {
                throw Problem(.badRequest, "\(name) is not one of \(all.map(named).joined(separator: ", "))")
            }
            found.append(value)
        }
        return found
    }

    /// Names with commas between, each one of some.
    func names<Value>(_ name: String, among all: [Value], named: (Value) -> String) throws(Problem) -> [Value]? {
        guard let text = try text(name) else { return nil }
        var found: [Value] = []
        for part in text.split(separator: ",") {
            guard let value = all.first(where: { named($0) == part.filter { $0 != " " } }) else {
                let known = all.map(named).joined(separator: ", ")
                throw Problem(.badRequest, "\(name): '\(part)' is not one of \(known)")
            }
            found.append(value)
        }
        return found
    }
}

// MARK: - Filters

extension ListQuery {
    /// The parameters of ``filter()``.
    static let ofFilter = ["since", "until", "app", "platform", "name", "journey", "step", "timing", "variant"]

    /// The messages that are asked for.
    func filter() throws(Problem) -> MessageFilter {
        var filter = MessageFilter()
        filter.since = try time("since", .start)
        filter.until = try time("until", .end)
        if let since = filter.since, let until = filter.until, until < since {
            throw Problem(.badRequest, "until is before since")
        }
        filter.apps = texts("app")
        let platforms = Platform.allCases.filter { $0 != .mixed }
        filter.platforms = Set(try values("platform", among: platforms, named: \.name))
        filter.names = texts("name")
        filter.journeys = texts("journey")
        filter.steps = texts("step")
        filter.timings = texts("timing")
        filter.variants = texts("variant")
        return filter
    }
}
