public import Analysis
import TrackingLog

/// The formats of a delivery log, by the names on the command line.
public enum DeliveryFormatName: String, CaseIterable, Sendable {
    /// For people.
    case table
    /// For programs: a JSON object on each line.
    case ndjson
    /// For spreadsheets and data frames.
    case csv
    /// For people who look rather than read: a page in one file.
    case html
}

/// A way to write a delivery log down: a beginning, then lines by the thousand, then an end.
public protocol DeliveryLogFormat: Sendable {
    /// What stands before the first lines.
    var beginning: [UInt8] { get }
    /// What stands between two pieces of lines.
    var separator: [UInt8] { get }
    /// What stands after the last lines.
    var end: [UInt8] { get }

    /// Some lines that follow each other, at least one.
    func text(of lines: DeliveryLines) -> [UInt8]
}

extension DeliveryLogFormat {
    /// Nothing.
    public var separator: [UInt8] { [] }
    /// Nothing.
    public var end: [UInt8] { [] }
}

/// The columns of a delivery log.
public struct DeliveryLogLayout: Sendable {
    /// The columns, in order.
    public var columns: [DeliveryColumn]
    /// The message's page elsewhere; nil leaves `DeliveryColumn.link` empty.
    public var link: LinkTemplate?

    /// The layout of these columns.
    public init(_ columns: [DeliveryColumn], link: LinkTemplate? = nil) {
        self.columns = columns
        self.link = link
    }

    /// Appends what a column of a line holds as plain text.
    ///
    /// - Returns: false if it holds nothing.
    @discardableResult
    func append(_ column: DeliveryColumn, of line: DeliveryLine, in lines: DeliveryLines, to text: inout [UInt8])
        -> Bool
    {
        let value = line.value(of: column)
        if case .none = value {
            guard column == .link, let link else { return false }
            link.append(lines.text[line.trackingCode.offsets], to: &text)
        } else {
            text.append(value, in: lines.text)
        }
        return true
    }
}
