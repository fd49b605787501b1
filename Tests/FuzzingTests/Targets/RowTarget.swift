import TrackingLog

@testable import LogArchive

/// A row that is found without libcsv is the row that libcsv reads, and the row that is taken of all readings.
///
/// The first byte chooses the layout; the rest is the text.
enum RowTarget {
    private static let layouts: [RowLayout] = [
        .either, RowLayout(separator: UInt8(ascii: ",")), RowLayout(separator: .tab),
        RowLayout([.timestamp, .status, nil, .trackingCode, .hwid, .payload], separator: UInt8(ascii: ",")),
    ]

    static func run(_ input: [UInt8]) throws {
        guard let first = input.first else { return }
        let layout = layouts[Int(first) % layouts.count]
        let text = Array(input.dropFirst())
        let (ends, parser) = (FieldEnds(), CSVParser(separator: layout.separator))
        let interpreter = RowInterpreter(zone: nil, layout: layout)
        var start = 0
        while start < text.count {
            let plain = PlainRow(in: text.span, at: start, layout: layout, ends)
            let alone = PlainRow(in: text.span, at: start, layout: layout, FieldEnds())
            try Difference.check(
                plain?.fields(of: text) ?? [], alone?.fields(of: text) ?? [], "a row after others")
            if let plain {
                let row = text.span.extracting(start..<plain.end)
                let read = try reading(of: row, by: parser, layout)
                try Difference.check(plain.fields(of: text), read.allFields, "libcsv")
                if read.fault(zone: nil) == nil {
                    guard case .row(let taken) = interpreter.read(text.span, at: start, isFinal: true) else {
                        throw Difference(description: "a plain row is no row of any reading")
                    }
                    try Difference.check(plain.fields(of: text), taken.allFields, "the reading that is taken")
                    try Difference.check(plain.end, taken.end, "the end of the reading that is taken")
                }
            }
            start = text.span.endOfLine(from: start)
        }
    }

    /// What libcsv makes of a row.
    private static func reading(
        of row: Span<UInt8>, by parser: CSVParser, _ layout: RowLayout
    ) throws -> RowReading {
        parser.reset()
        var outcome = parser.feed(row)
        if case .open = outcome { outcome = parser.finish() }
        try Difference.check(outcome, .row, "libcsv")
        return RowReading(text: parser.text, ends: parser.ends, end: row.count, layout: layout)
    }
}

extension PlainRow {
    /// The number of fields, and each column's text, quotes undone.
    fileprivate func fields(of text: [UInt8]) -> [[UInt8]] {
        [[UInt8(count)]]
            + Column.allCases.map { column in
                let raw = text[fields[column.rawValue].offsets]
                guard doubled & 1 << UInt8(column.rawValue) != 0 else { return Array(raw) }
                var field: [UInt8] = []
                raw.withUnsafeBytes { CSVDialect.appendHalvingQuotes(of: $0, to: &field) }
                return field
            }
    }
}

extension RowReading {
    /// The same as of a plain row.
    fileprivate var allFields: [[UInt8]] {
        [[UInt8(truncatingIfNeeded: count)]] + Column.allCases.map { Array(text[field($0)]) }
    }
}
