import TrackingLog

/// Finds which quotes between a backslash and a separator or a line end close their field.
///
/// Each may be text as well: n of them make 2ⁿ readings. What a reading comes to after a quote depends only on the
/// field that it is in and on the number of columns before. So all readings are followed at once, quote by quote, and
/// of those in the same field and column only the likeliest is kept: the one whose closing quotes, as bits with the
/// row's first one lowest, are the smallest number.
struct ClosingSearch {
    /// The maximum number of quotes to try both ways; later ones are text.
    static let maximumQuotes = 16

    /// A reading with as many columns as a row has, a time, a code and a status.
    struct Candidate {
        var closings: UInt64
        /// The place of its payload, as it is written; nil where there is none, or an empty one.
        var payload: Range<Int>?
        /// Whether quotes in the payload are doubled.
        var isEnclosed = false
    }

    /// Likeliest first: one for each place that the payload may have.
    private(set) var candidates: [Candidate] = []
    /// The likeliest reading that more text may complete; nil where there is none.
    var open: UInt64? { likeliestOpen == Self.none ? nil : likeliestOpen }
    /// Whether some reading depends on more quotes than are tried.
    private(set) var isOverBudget = false

    private let rowStart: Int
    private let quotes: ArraySlice<Int>
    private let more: Int?
    private let layout: RowLayout
    private let zone: LocalZone?
    private let isFinal: Bool
    /// The beginnings of the fields that a reading may be in at the current quote.
    private var starts: [Int] = []
    /// The likeliest reading that is in such a field after so many columns; ``none`` where there is none.
    private var readings: [UInt64] = []
    /// The likeliest reading that can no longer be a row. It may still be open.
    private var lost = none
    private var likeliestOpen = none

    private static let none = UInt64.max

    /// A run of the machine from one quote to the next, which many readings share.
    private struct Run {
        var fields: [FieldMachine.Field]
        var ending: FieldMachine.Ending
    }

    /// - Parameters:
    ///   - start: where the row begins.
    ///   - quotes: the offsets of the quotes in question.
    ///   - layout: how a row is laid out; its payload is the last field.
    ///   - zone: what a time without a zone means.
    ///   - isFinal: whether the file ends with the text.
    init(_ text: Span<UInt8>, at start: Int, quotes: [Int], layout: RowLayout, zone: LocalZone?, isFinal: Bool) {
        rowStart = start
        self.layout = layout
        self.quotes = quotes.prefix(Self.maximumQuotes)
        more = quotes.dropFirst(Self.maximumQuotes).first
        self.zone = zone
        self.isFinal = isFinal
        advance(
            0, start: nil, columns: 0,
            through: run(FieldMachine(.rowBegin, layout), text, from: start, to: quotes.first), text)
        for number in self.quotes.indices where !readings.isEmpty || lost != Self.none { follow(number, text) }
        candidates.sort { $0.closings < $1.closings }
    }

    private mutating func run(_ machine: FieldMachine, _ text: Span<UInt8>, from start: Int, to limit: Int?) -> Run {
        var machine = machine
        let ending = machine.run(text, from: start, rowStart: rowStart, to: limit, more: more, isFinal: isFinal)
        if machine.sawMore { isOverBudget = true }
        return Run(fields: machine.fields, ending: ending)
    }

    /// Follows all readings from a quote to the next one.
    private mutating func follow(_ number: Int, _ text: Span<UInt8>) {
        let (quote, next) = (quotes[number], number + 1 < quotes.endIndex ? quotes[number + 1] : nil)
        let within = run(FieldMachine(.enclosed, layout), text, from: quote + 1, to: next)
        let behind = run(FieldMachine(.quote, layout, end: quote), text, from: quote + 1, to: next)
        let bit = UInt64(1) << UInt64(number)
        var (before, starts, lost) = ([UInt64](), [Int](), Self.none)
        swap(&before, &readings)
        swap(&starts, &self.starts)
        swap(&lost, &self.lost)
        for place in before.indices where before[place] != Self.none {
            let (closings, start, columns) = (before[place], starts[place / layout.width], place % layout.width)
            advance(closings, start: start, columns: columns, through: within, text)
            advance(closings | bit, start: start, columns: columns, through: behind, text)
        }
        if lost != Self.none {
            lose(lost, through: within)
            lose(lost | bit, through: behind)
        }
    }

    /// Takes a reading through a run.
    ///
    /// - Parameters:
    ///   - start: where the field begins that it is in.
    ///   - columns: how many columns it has had.
    private mutating func advance(
        _ closings: UInt64, start: Int?, columns: Int, through run: Run, _ text: Span<UInt8>
    ) {
        var columns = columns
        var last = 0..<0
        for field in run.fields {
            let place = (field.start ?? start ?? field.end)..<field.end
            guard columns < layout.width, fits(place, columns, text) else { return lose(closings, through: run) }
            columns += 1
            last = place
        }
        switch run.ending {
        case .inside(let begun):
            guard columns < layout.width, let start = begun ?? start else { return lose(closings, through: run) }
            let place = (starts.firstIndex(of: start) ?? starts.count) * layout.width + columns
            if place >= readings.count {
                starts.append(start)
                readings += [UInt64](repeating: Self.none, count: layout.width)
            }
            readings[place] = min(readings[place], closings)
        case .row:
            if columns == layout.width {
                add(
                    Candidate(
                        closings: closings, payload: last.isEmpty ? nil : last,
                        isEnclosed: run.fields.last?.isEnclosed ?? false))
            } else if layout.accepts(columns) {
                add(Candidate(closings: closings))
            }
        case .malformed: break
        case .open: likeliestOpen = min(likeliestOpen, closings)
        }
    }

    /// Keeps the likeliest reading of each payload.
    private mutating func add(_ candidate: Candidate) {
        guard let known = candidates.lastIndex(where: { $0.payload == candidate.payload }) else {
            return candidates.append(candidate)
        }
        if candidate.closings < candidates[known].closings { candidates[known] = candidate }
    }

    /// Follows a reading that is not a row, since it may be open.
    private mutating func lose(_ closings: UInt64, through run: Run) {
        switch run.ending {
        case .inside: lost = min(lost, closings)
        case .open: likeliestOpen = min(likeliestOpen, closings)
        case .row, .malformed: break
        }
    }

    /// Whether a column may hold that: see ``RowReading/fault(zone:)``.
    private func fits(_ field: Range<Int>, _ column: Int, _ text: Span<UInt8>) -> Bool {
        switch layout.column(at: column) {
        case .timestamp:
            let time = text.extracting(field)
            return !time.contains(CSVDialect.quote) && Timestamp(logged: time, zone: zone) != nil
        case .trackingCode, .status: return !field.isEmpty
        default: return true
        }
    }

    // MARK: - Payloads

    /// Whether a reading's payload is JSON, or empty.
    func hasFittingPayload(_ candidate: Candidate, _ text: Span<UInt8>) -> Bool {
        guard let place = candidate.payload else { return true }
        guard candidate.isEnclosed else { return JSONText.isValid(text.extracting(place)) }
        var payload: [UInt8] = []
        payload.reserveCapacity(place.count)
        var index = place.lowerBound
        while index < place.upperBound {
            payload.append(text[index])
            // A quote after a backslash is single; any other is one of two.
            if text[index] == CSVDialect.quote, index == rowStart || text[index - 1] != .backslash { index += 1 }
            index += 1
        }
        return JSONText.isValid(payload.span)
    }
}
