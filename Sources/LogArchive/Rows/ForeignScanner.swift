import ForeignLogs
import TrackingLog

/// The records of another vendor's file, as they are found in it.
struct ForeignSource: Sendable, Hashable {
    var format: ForeignFormat
    /// The columns of a table; nil where the records are objects.
    var columns: [String]?
    /// The name of the file or entry: some vendors put ids there.
    var name: String
}

/// Turns another vendor's records into rows.
struct ForeignScanner {
    private var translator: ForeignTranslator
    /// The columns of a table.
    private let columns: [String]

    init(_ source: ForeignSource, _ options: ReadingOptions) {
        columns = source.columns ?? []
        translator = ForeignTranslator(
            source.format, columns: source.columns, source: source.name, zone: options.zone)
    }

    /// Reads the records of a chunk of text into its batch.
    ///
    /// - Parameters:
    ///   - batch: its text is read up to `count`. Rows and rejects are added.
    ///   - count: the length of the text in bytes.
    ///   - isFirst: whether the file begins here: a table, with its header.
    ///   - shape: how the records follow each other.
    mutating func scan(_ batch: inout EventBatch, count: Int, isFirst: Bool, _ shape: TextShape) {
        var foreign = ForeignOutput(decodedBase: batch.text.count)
        if case .table(let separator) = shape { batch.headers = [BatchHeader(line: 0, text: header(separator))] }
        batch.scan(count: count) { text, output in
            switch shape {
            case .table(let separator):
                scanTable(text, separator, isFirst: isFirst, into: &output, &foreign)
            case .objects:
                ObjectScanner(zone: nil).forEachObject(text, into: &output) { object, line, output in
                    translate(object, of: text, line: line, into: &output, &foreign)
                }
            case .objectLines, .rows:
                ObjectScanner(zone: nil).forEachLine(text, isFirst: isFirst, into: &output) { object, line, output in
                    translate(object, of: text, line: line, into: &output, &foreign)
                }
            }
            output.rows += foreign.rows
            output.decoded = foreign.decoded
        }
        batch.skipped = foreign.skipped
        batch.sampledSuccesses = foreign.sampledSuccesses
    }

    /// The header of a table, in RFC 4180's CSV.
    private func header(_ separator: UInt8) -> String {
        columns.map { "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" }
            .joined(separator: String(UnicodeScalar(separator)))
    }

    private mutating func scanTable(
        _ text: Span<UInt8>, _ separator: UInt8, isFirst: Bool, into output: inout ScanOutput,
        _ foreign: inout ForeignOutput
    ) {
        var rows = TableRows(separator: separator, at: isFirst && text.startsWithByteOrderMark ? 3 : 0)
        var isHeader = isFirst
        var line = 0
        while rows.position < text.count {
            let before = rows.position
            let outcome = rows.next(in: text, isFinal: true)
            line += text.extracting(before..<rows.start).lineEnds
            let content = text.content(rows.start..<text.endOfLine(from: rows.start))
            switch outcome {
            case .open: return
            case .fields where isHeader:
                isHeader = PreambleLine(text.extracting(content)) != nil
            case .fields where rows.ends.count != columns.count:
                // Whatever is missing or too much in it, its other fields may be in other columns.
                let fault = RowFault.columns(rows.ends.count, columns.count)
                output.reject(fault.reason, line: line, text: text.content(rows.start..<rows.position))
            case .fields where rows.names(are: columns): break
            case .fields:
                let record = text.content(rows.start..<rows.position)
                add(record, of: text, line: line, into: &output, &foreign) { translator, foreign in
                    translator.translate(fields: rows.text.span, ends: rows.ends, at: nil, into: &foreign)
                }
            case .malformed: output.reject(RowFault.strayQuote.reason, line: line, text: content)
            }
            line += text.extracting(rows.start..<rows.position).lineEnds
        }
    }

    private mutating func translate(
        _ object: Range<Int>, of text: Span<UInt8>, line: Int, into output: inout ScanOutput,
        _ foreign: inout ForeignOutput
    ) {
        // Services write a time before each object.
        let inner = LoggedObject.place(in: text.extracting(object)).map {
            object.lowerBound + $0.lowerBound..<object.lowerBound + $0.upperBound
        }
        let place = inner ?? object
        add(object, of: text, line: line, into: &output, &foreign) { translator, foreign in
            translator.translate(object: text.extracting(place), at: place.lowerBound, into: &foreign)
        }
    }

    /// Adds what a record becomes, and its line.
    private mutating func add(
        _ record: Range<Int>, of text: Span<UInt8>, line: Int, into output: inout ScanOutput,
        _ foreign: inout ForeignOutput, _ translate: (inout ForeignTranslator, inout ForeignOutput) -> Void
    ) {
        if output.isSuspect(to: record.upperBound, of: text), let offset = text.firstFault(in: record) {
            output.reject(RowFault.notUTF8(nil, text[offset]).reason, line: line, text: record)
            return
        }
        let (rows, rejects) = (foreign.rows.count, foreign.rejects.count)
        translate(&translator, &foreign)
        for index in rows..<foreign.rows.count { foreign.rows[index].line = UInt32(truncatingIfNeeded: line) }
        // A record of many elements may lack the same for each of them.
        var said: Set<String> = []
        for reason in foreign.rejects[rejects...] where said.insert(reason).inserted {
            output.reject(reason, line: line, text: record)
        }
    }
}
