import TrackingLog

/// Why a text is no rule.
public struct RuleError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with it, and what to write.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension ReportRule {
    /// Parses `[SCOPE:]MEASURE<LIMIT`.
    ///
    /// - Parameter text: a scope of `ios`, `app=CODE`, `journey="Cart Recovery"` …, several with commas; a measure;
    ///   `<`, `<=`, `>` or `>=`; a limit from 0 to 1 or in percent, or of counts a whole number.
    public init(_ text: String) throws(RuleError) {
        var parser = ScopeParser(text)
        let scope = try parser.scope()
        let limited = String(decoding: parser.rest.filter { $0 != .space }, as: UTF8.self)
        guard let comparison = Comparison.allCases.first(where: { limited.contains($0.rawValue) }) else {
            throw RuleError("not a rule; write \(Self.examples)")
        }
        let sides = limited.split(separator: comparison.rawValue, maxSplits: 1, omittingEmptySubsequences: false)
        let measure = try Measure(named: String(sides[0]))
        self.init(
            scope: scope, measure: measure, comparison: comparison,
            limit: try Self.limit(String(sides[1]), of: measure, comparison), description: text)
    }

    static let examples = "delivery<0.9, error>5%, ios:delivery<0.9, failed>50 or drop>20%"

    private static func limit(
        _ text: String, of measure: Measure, _ comparison: Comparison
    ) throws(RuleError) -> Double {
        if case .count(let name) = measure {
            guard let number = Int(text), number >= 0, number <= 1 << 53, text.utf8.allSatisfy(\.isDigit) else {
                throw RuleError("the limit of \(name) is a whole number, such as \(name)>50")
            }
            return Double(number)
        }
        let isPercent = text.hasSuffix("%")
        let digits = isPercent ? String(text.dropLast()) : text
        guard let number = Double(digits), number.isFinite, 0...1 ~= (isPercent ? number / 100 : number) else {
            throw RuleError("the limit of \(measure.name) is from 0 to 1, or from 0% to 100%")
        }
        if measure == .drop, comparison == .below || comparison == .atMost {
            throw RuleError("a drop is too great, never too small; write drop>\(text)")
        }
        return isPercent ? number / 100 : number
    }
}

extension ReportRule.Measure {
    fileprivate init(named name: String) throws(RuleError) {
        if ReportRule.rates.contains(name) {
            self = .rate(name)
        } else if ReportRule.counts.contains(name) {
            self = .count(name)
        } else if name == "drop" {
            self = .drop
        } else {
            let known = ReportRule.rates + ReportRule.counts + ["drop"]
            if let nearest = EditDistance.nearest(to: name, among: known, within: max(1, name.utf8.count / 3)) {
                throw RuleError("unknown measure '\(name)'; did you mean \(nearest)?")
            }
            throw RuleError("unknown measure '\(name)'; use \(known.joined(separator: ", "))")
        }
    }
}

/// Reads the scope at the beginning of a rule.
private struct ScopeParser {
    /// What is not read yet.
    private(set) var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    /// Reads the parts up to the colon; all messages where there is none.
    mutating func scope() throws(RuleError) -> RuleScope {
        var scope = RuleScope()
        guard hasColon else { return scope }
        while true {
            try readPart(into: &scope)
            skipSpace()
            switch rest.popFirst() {
            case UInt8(ascii: ":"): return scope
            case UInt8(ascii: ","): continue
            default: throw RuleError("a scope ends with a colon, as in ios:delivery<0.9")
            }
        }
    }

    /// Whether a colon comes that is not within quotes, or is perhaps in one that is not closed.
    private var hasColon: Bool {
        var isQuoted = false
        for byte in rest {
            if byte == .quote { isQuoted.toggle() }
            if byte == UInt8(ascii: ":"), !isQuoted { return true }
        }
        return isQuoted
    }

    private mutating func skipSpace() { rest = rest.drop { $0 == .space } }

    private mutating func readPart(into scope: inout RuleScope) throws(RuleError) {
        let word = text(until: [UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: ":")])
        guard rest.first == UInt8(ascii: "=") else {
            guard scope.add(word, of: .platform) else { throw Self.unknownPlatform(word) }
            return
        }
        rest.removeFirst()
        guard let dimension = Dimension(named: word), RuleScope.dimensions.contains(dimension) else {
            let known = RuleScope.dimensions.map(\.title).joined(separator: ", ")
            throw RuleError("unknown scope '\(word)'; use \(known)")
        }
        skipSpace()
        let value = rest.first == .quote ? try quoted() : text(until: [UInt8(ascii: ","), UInt8(ascii: ":")])
        guard !value.isEmpty else { throw RuleError("the scope \(dimension.title)= has no value") }
        guard scope.add(value, of: dimension) else { throw Self.unknownPlatform(value) }
    }

    /// Reads up to one of some bytes, without spaces around it.
    private mutating func text(until ends: [UInt8]) -> String {
        skipSpace()
        var word = rest.prefix { !ends.contains($0) }
        rest = rest[word.endIndex...]
        while word.last == .space { word.removeLast() }
        return String(decoding: word, as: UTF8.self)
    }

    /// Reads a text in quotes; a quote in it is doubled.
    private mutating func quoted() throws(RuleError) -> String {
        rest.removeFirst()
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == .quote else {
                text.append(byte)
                continue
            }
            guard rest.first == .quote else { return String(decoding: text, as: UTF8.self) }
            text.append(.quote)
            rest.removeFirst()
        }
        throw RuleError("a quote is not closed")
    }

    private static func unknownPlatform(_ name: String) -> RuleError {
        let known = Platform.allCases.filter { $0 != .mixed }.map(\.name).joined(separator: ", ")
        return RuleError("unknown platform '\(name)'; use \(known), or app=CODE, journey=NAME …")
    }
}
