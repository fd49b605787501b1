public import Analysis
import TrackingLog

/// A delivery log as RFC 4180's CSV, under a header; what is not there is empty.
public struct DeliveryCSV: DeliveryLogFormat {
    private let layout: DeliveryLogLayout
    private let isSeen: Bool

    /// Creates the format.
    ///
    /// - Parameters:
    ///   - layout: the columns.
    ///   - isSeen: whether a terminal shows it, which would obey control characters.
    public init(_ layout: DeliveryLogLayout, isSeen: Bool) {
        self.layout = layout
        self.isSeen = isSeen
    }

    /// The names of the columns.
    public var beginning: [UInt8] { Array((layout.columns.map(\.rawValue).joined(separator: ",") + "\n").utf8) }

    /// A record for each line.
    public func text(of lines: DeliveryLines) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(lines.lines.count * 256)
        var cell: [UInt8] = []
        for line in lines.lines {
            for (index, column) in layout.columns.enumerated() {
                if index > 0 { text.append(.comma) }
                cell.removeAll(keepingCapacity: true)
                layout.append(column, of: line, in: lines, to: &cell)
                CSVCell.append(cell[...], to: &text)
            }
            text.append(.lineFeed)
        }
        return isSeen ? Array(String(decoding: text, as: UTF8.self).printableLines.utf8) : text
    }
}
