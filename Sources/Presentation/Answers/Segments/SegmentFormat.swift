public import Analysis
import TrackingLog

/// The formats of a segment, by the names on the command line.
public enum SegmentFormatName: String, CaseIterable, Sendable {
    /// For programs that take a list of ids: one per line, each once.
    case ids
    /// For spreadsheets and data frames, with what is known of each.
    case csv
    /// The same as a JSON object on each line.
    case ndjson
}

/// Writes a segment down, line by line.
public struct SegmentText {
    private let format: SegmentFormatName
    private let columns: [SegmentColumn]
    private let isSeen: Bool
    /// The id of the line before: each id is written once.
    private var lastID: [UInt8] = []
    /// Ids with a line end in them, which a list of lines cannot hold.
    public private(set) var brokenIDs = 0

    /// Creates the text.
    ///
    /// - Parameters:
    ///   - segment: the segment.
    ///   - format: how it is written.
    ///   - isSeen: whether a terminal shows it, which would obey control characters.
    public init(_ segment: Segment, _ format: SegmentFormatName, isSeen: Bool) {
        self.format = format
        columns = segment.columns
        self.isSeen = isSeen
    }

    /// What stands before the first line: the names of a CSV's columns.
    public var beginning: [UInt8] {
        format == .csv ? Array((columns.map(\.rawValue).joined(separator: ",") + "\n").utf8) : []
    }

    /// Lines that follow those before.
    public mutating func text(of lines: SegmentLines) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(lines.count * 64)
        for line in 0..<lines.count {
            switch format {
            case .ids: appendID(of: lines, line, to: &text)
            case .csv: appendRecord(of: lines, line, to: &text)
            case .ndjson: appendObject(of: lines, line, to: &text)
            }
        }
        return isSeen && format != .ndjson ? Array(String(decoding: text, as: UTF8.self).printableLines.utf8) : text
    }

    private mutating func appendID(of lines: SegmentLines, _ line: Int, to text: inout [UInt8]) {
        guard case .text(let range)? = lines[line].first else { return }
        let id = lines.text[range.offsets]
        guard !id.elementsEqual(lastID) else { return }
        lastID = Array(id)
        guard !id.contains(.lineFeed), !id.contains(.carriageReturn) else {
            brokenIDs += 1
            return
        }
        text += id
        text.append(.lineFeed)
    }

    private func appendRecord(of lines: SegmentLines, _ line: Int, to text: inout [UInt8]) {
        var cell: [UInt8] = []
        for (index, value) in lines[line].enumerated() {
            if index > 0 { text.append(.comma) }
            cell.removeAll(keepingCapacity: true)
            cell.append(value, in: lines.text)
            CSVCell.append(cell[...], to: &text)
        }
        text.append(.lineFeed)
    }

    private func appendObject(of lines: SegmentLines, _ line: Int, to text: inout [UInt8]) {
        for (index, value) in lines[line].enumerated() {
            text += Array("\(index == 0 ? "{" : ",")\"\(columns[index].rawValue)\":".utf8)
            switch value {
            case .none: text += Array("null".utf8)
            case .text(let range): text.append(json: lines.text.span.extracting(range.offsets))
            case .number, .decimal, .flag: text.append(value, in: lines.text)
            case .time:
                text.append(.quote)
                text.append(value, in: lines.text)
                text.append(.quote)
            }
        }
        text += [.closeBrace, .lineFeed]
    }
}
