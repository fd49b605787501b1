import TrackingLog

/// A text of a record: a range of it, or of the output's decoded text.
struct FieldText {
    var place: Range<Int>
    var isDecoded: Bool

    /// The text's place in the batch's text.
    func range(_ record: Record, _ output: ForeignOutput) -> TextRange {
        TextRange(start: place.lowerBound + (isDecoded ? output.decodedBase : record.base), count: place.count)
    }
}

/// What a value must be.
enum Demand {
    /// A text that names something: half of a surrogate pair is no text, for two such names would become one.
    case identity
    /// A text for people; halves of surrogate pairs become U+FFFD.
    case text
    /// A text, or the JSON of an object or array.
    case json
}

extension ForeignTranslator {
    /// The text of a source; nil where it has none.
    ///
    /// Empty texts, `null`, and what is no text, such as an object, are no values.
    ///
    /// - Parameters:
    ///   - source: the source.
    ///   - demand: what the value must be.
    ///   - record: where the record stands.
    ///   - text: the record's text.
    ///   - output: receives texts that are not in the record as they are.
    func value(
        of source: TranslationPlan.Source, as demand: Demand = .text, _ record: Record, _ text: Span<UInt8>,
        _ output: inout ForeignOutput
    ) -> FieldText? {
        switch source {
        case .none: return nil
        case .slot(let slot):
            guard !places[slot].isEmpty else { return nil }
            return record.isTable
                ? cell(places[slot], text)
                : value(at: places[slot], as: demand, isWrapped: false, text, &output)
        case .constant(let bytes): return output.text { $0 += bytes }
        case .firstOf(let sources):
            for source in sources {
                if let value = value(of: source, as: demand, record, text, &output) { return value }
            }
            return nil
        case .text(let pieces): return joined(pieces, as: demand, record, text, &output)
        case .part(let index, let of, let separator):
            guard let whole = value(of: of, record, text, &output) else { return nil }
            return part(index, of: whole, separator: separator, text, output)
        case .reason(let source):
            guard let answer = value(of: source, as: .json, record, text, &output) else { return nil }
            var word: [UInt8] = []
            let isFound =
                answer.isDecoded
                ? GatewayAnswer.reason(in: output.decoded.span.extracting(answer.place), into: &word)
                : GatewayAnswer.reason(in: text.extracting(answer.place), into: &word)
            return isFound ? output.text { $0 += word } : answer
        }
    }

    /// The text of a table's field; nil for what databases write for no value.
    private func cell(_ place: Range<Int>, _ text: Span<UInt8>) -> FieldText? {
        let field = text.extracting(place)
        if field.count == 4, field.has("null") || field.has("NULL") { return nil }
        if field.count == 2, field.has(#"\N"#) { return nil }
        return FieldText(place: place, isDecoded: false)
    }

    /// The text of a JSON value.
    private func value(
        at place: Range<Int>, as demand: Demand, isWrapped: Bool, _ text: Span<UInt8>, _ output: inout ForeignOutput
    ) -> FieldText? {
        switch text[place.lowerBound] {
        case .quote:
            let inside = place.lowerBound + 1..<place.upperBound - 1
            guard !inside.isEmpty else { return nil }
            let string = text.extracting(inside)
            guard string.contains(.backslash) else { return FieldText(place: inside, isDecoded: false) }
            var isText = true
            let value = output.text { isText = JSONText.appendString(string, to: &$0) }
            return isText || demand != .identity ? value : nil
        case .n: return nil
        case .openBrace where plan.format.unwrapsUnions && !isWrapped:
            var member: Range<Int>?
            var count = 0
            JSONText.visitMembers(of: text.extracting(place)) { _, value in
                member = place.lowerBound + value.lowerBound..<place.lowerBound + value.upperBound
                count += 1
                return count < 2
            }
            guard let member, count == 1 else {
                return demand == .json ? FieldText(place: place, isDecoded: false) : nil
            }
            return value(at: member, as: demand, isWrapped: true, text, &output)
        case .openBrace, .openBracket: return demand == .json ? FieldText(place: place, isDecoded: false) : nil
        default: return FieldText(place: place, isDecoded: false)
        }
    }

    private func joined(
        _ pieces: [TranslationPlan.Source.Piece], as demand: Demand, _ record: Record, _ text: Span<UInt8>,
        _ output: inout ForeignOutput
    ) -> FieldText? {
        // Texts that must be unescaped first are put behind the joined text's start, so the parts are found before.
        var found: InlineArray<8, FieldText?> = InlineArray(repeating: nil)
        for (index, piece) in pieces.enumerated().prefix(8) {
            switch piece {
            case .constant: break
            case .needed(let source):
                guard let value = value(of: source, as: demand, record, text, &output) else { return nil }
                found[index] = value
            case .optional(let source): found[index] = value(of: source, as: demand, record, text, &output)
            }
        }
        return output.text { decoded in
            for (index, piece) in pieces.enumerated() {
                if case .constant(let bytes) = piece {
                    decoded += bytes
                } else if index < 8, let value = found[index] {
                    Self.append(value, text, to: &decoded)
                }
            }
        }
    }

    private func part(
        _ index: Int, of whole: FieldText, separator: UInt8, _ text: Span<UInt8>, _ output: ForeignOutput
    ) -> FieldText? {
        var (part, start) = (0, whole.place.lowerBound)
        for place in whole.place where (whole.isDecoded ? output.decoded[place] : text[place]) == separator {
            if part == index { return found(start..<place) }
            part += 1
            start = place + 1
        }
        func found(_ place: Range<Int>) -> FieldText? {
            place.isEmpty ? nil : FieldText(place: place, isDecoded: whole.isDecoded)
        }
        return part == index ? found(start..<whole.place.upperBound) : nil
    }

    /// Appends a text to a buffer, which may be the output's decoded text.
    static func append(_ value: FieldText, _ text: Span<UInt8>, to buffer: inout [UInt8]) {
        if value.isDecoded {
            for place in value.place { buffer.append(buffer[place]) }
        } else {
            text.extracting(value.place).withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
        }
    }

    // MARK: - Tests

    /// Whether a record is left out, and why.
    func skipped(_ record: Record, _ text: Span<UInt8>, _ output: inout ForeignOutput) -> String? {
        let decoded = output.decoded.count
        defer { output.truncate(to: decoded) }
        for skip in plan.skips {
            var holds = true
            for test in skip.tests where holds {
                let demand = test.comparison == .present ? Demand.json : .text
                let value = value(of: test.field, as: demand, record, text, &output)
                holds = Self.holds(test.comparison, value, text, output)
            }
            if holds { return skip.reason }
        }
        return nil
    }

    /// Whether a comparison holds. Without a value only the comparison with an empty text does.
    private static func holds(
        _ comparison: FieldTest.Comparison, _ value: FieldText?, _ text: Span<UInt8>, _ output: ForeignOutput
    ) -> Bool {
        guard let value else {
            if case .among(let words) = comparison { return words.contains("") }
            return false
        }
        func holds(_ bytes: Span<UInt8>) -> Bool {
            switch comparison {
            case .present: true
            case .among(let words): words.contains { bytes.matches($0.utf8) }
            case .notAmong(let words): !words.contains { bytes.matches($0.utf8) }
            case .begins(let words): words.contains { bytes.begins(with: $0.utf8) }
            case .contains(let words): words.contains { bytes.contains($0.utf8) }
            case .lacks(let words): !words.contains { bytes.contains($0.utf8) }
            }
        }
        return value.isDecoded
            ? holds(output.decoded.span.extracting(value.place)) : holds(text.extracting(value.place))
    }
}

extension ForeignOutput {
    /// Removes decoded texts that no event refers to.
    ///
    /// - Parameter count: how many bytes of the decoded text are left.
    mutating func truncate(to count: Int) {
        if decoded.count > count { decoded.removeLast(decoded.count - count) }
    }

    /// The text that a closure appends to the decoded text; nil where it appends nothing.
    mutating func text(_ append: (inout [UInt8]) -> Void) -> FieldText? {
        let start = decoded.count
        append(&decoded)
        return start == decoded.count ? nil : FieldText(place: start..<decoded.count, isDecoded: true)
    }
}

extension Span<UInt8> {
    /// Whether it is a word, whatever the case of ASCII letters.
    func matches(_ word: some Collection<UInt8>) -> Bool { count == word.count && begins(with: word) }

    /// Whether a word stands anywhere in it, whatever the case of ASCII letters.
    func contains(_ word: some Collection<UInt8>) -> Bool {
        guard count >= word.count else { return false }
        for start in 0...count - word.count where extracting(start..<count).begins(with: word) { return true }
        return false
    }
}
