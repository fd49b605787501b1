public import TrackingLog

/// Turns the records of one file of another vendor's into events.
///
/// The same record gives the same events, byte for byte: vendors deliver some records twice, and doubles fall away by the
/// events' identity. One record gives none, one or several events.
public struct ForeignTranslator: Sendable {
    /// The format of the records.
    public var format: ForeignFormat { plan.format }

    let plan: TranslationPlan
    let zone: LocalZone?
    /// The place of each field's value in the record; empty where it has none.
    var places: [Range<Int>]
    /// The record that stood as a JSON string in another.
    private var inner: [UInt8] = []

    /// A translator for one file.
    ///
    /// - Parameters:
    ///   - format: the file's format.
    ///   - columns: the columns of a table, as its header names them; nil where the records are objects.
    ///   - source: the name of the file or entry, with its folders: some vendors put ids and event types there.
    ///   - zone: the zone of times that name none, where the format does not say it; nil means UTC.
    public init(_ format: ForeignFormat, columns: [String]? = nil, source: String, zone: LocalZone? = nil) {
        plan = TranslationPlan(format, columns: columns, source: source)
        self.zone = format.isUTC ? nil : zone
        places = Array(repeating: 0..<0, count: plan.slotCount)
    }

    /// How deeply records may be wrapped in other objects.
    private static let maximumDepth = 3

    // MARK: - Objects

    /// Translates a JSON object: a record, or several that it wraps.
    ///
    /// - Parameters:
    ///   - object: the object's text.
    ///   - base: its offset in the batch's text.
    ///   - output: receives events, rejects and counts.
    public mutating func translate(object: Span<UInt8>, at base: Int, into output: inout ForeignOutput) {
        translate(object: object, at: base, depth: 0, into: &output)
    }

    private mutating func translate(
        object: Span<UInt8>, at base: Int, depth: Int, into output: inout ForeignOutput
    ) {
        guard plan.recordFinder.find(in: object, places: &places) else {
            output.rejects.append("not a JSON object")
            return
        }
        if depth < Self.maximumDepth {
            for slot in plan.records where isArray(slot, in: object) {
                let list = places[slot]
                let isList = JSONText.visitElements(of: object.extracting(list)) { element in
                    let place = list.lowerBound + element.lowerBound..<list.lowerBound + element.upperBound
                    translate(
                        object: object.extracting(place), at: base + place.lowerBound, depth: depth + 1, into: &output)
                    return true
                }
                if isList { return }
            }
            for slot in plan.embedded where !places[slot].isEmpty {
                if translateInner(places[slot], of: object, at: base, depth: depth, into: &output) { return }
            }
        }
        translateRecord(Record(base: base, isTable: false), object, into: &output)
    }

    private func isArray(_ slot: Int, in object: Span<UInt8>) -> Bool {
        !places[slot].isEmpty && object[places[slot].lowerBound] == .openBracket
    }

    /// Translates the record that stands in a field as an object, or as the text of one.
    ///
    /// - Returns: false where the field holds something else.
    private mutating func translateInner(
        _ place: Range<Int>, of record: Span<UInt8>, at base: Int, depth: Int, into output: inout ForeignOutput
    ) -> Bool {
        switch record[place.lowerBound] {
        case .openBrace:
            translate(
                object: record.extracting(place), at: base + place.lowerBound, depth: depth + 1, into: &output)
            return true
        case .quote:
            var text = inner
            text.removeAll(keepingCapacity: true)
            let isText = JSONText.appendString(
                record.extracting(place.lowerBound + 1..<place.upperBound - 1), to: &text)
            guard text.first(where: { $0 > .space }) == .openBrace else { return false }
            guard isText else {
                // Two ids that differ in it would become one.
                output.rejects.append(
                    "the record in it holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no text")
                return true
            }
            // The events refer to the record's text, which the batch does not have as it is.
            let start = output.decodedBase + output.decoded.count
            output.decoded += text
            translate(object: text.span, at: start, depth: depth + 1, into: &output)
            inner = text
            return true
        default: return false
        }
    }

    // MARK: - Rows of tables

    /// Translates a row of a table.
    ///
    /// - Parameters:
    ///   - fields: the row's fields, one after the other, quotes and escapes undone.
    ///   - ends: where each field ends.
    ///   - base: the offset of the fields in the batch's text; nil where they do not stand in it: they are copied.
    ///   - output: receives events, rejects and counts.
    public mutating func translate(
        fields: Span<UInt8>, ends: [Int], at base: Int?, into output: inout ForeignOutput
    ) {
        for (slot, column) in plan.columns.enumerated() {
            guard let column, column < ends.count else {
                places[slot] = 0..<0
                continue
            }
            var (start, end) = (column == 0 ? 0 : ends[column - 1], ends[column])
            while start < end, fields[start] == .space || fields[start] == .tab { start += 1 }
            while start < end, fields[end - 1] == .space || fields[end - 1] == .tab { end -= 1 }
            places[slot] = start..<end
        }
        for slot in plan.embedded where !places[slot].isEmpty && fields[places[slot].lowerBound] == .openBrace {
            let place = places[slot]
            let start = base.map { $0 + place.lowerBound } ?? output.append(fields.extracting(place))
            translate(object: fields.extracting(place), at: start, depth: 1, into: &output)
            return
        }
        translateRecord(Record(base: base ?? output.append(fields), isTable: true), fields, into: &output)
    }
}

/// Where a record stands, and how its values are written.
struct Record {
    /// The record's offset in the batch's text.
    var base: Int
    /// Whether values are texts of a table, and not JSON.
    var isTable: Bool
}

extension ForeignOutput {
    /// Appends bytes to the decoded text, and returns their place in the batch's.
    mutating func append(_ bytes: Span<UInt8>) -> Int {
        let start = decodedBase + decoded.count
        bytes.withUnsafeBufferPointer { decoded.append(contentsOf: $0) }
        return start
    }
}
