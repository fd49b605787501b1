public import Analysis
import TrackingLog

/// A delivery log as tables for people, of as many lines as come at once.
public struct DeliveryTable: DeliveryLogFormat {
    private let layout: DeliveryLogLayout
    private let format: TextFormat
    private let isUsual: Bool

    /// Creates the format.
    ///
    /// - Parameters:
    ///   - layout: the columns.
    ///   - isUsual: whether nobody asked for these columns, so that some may be missing where there is no room.
    ///   - format: how tables are set.
    public init(_ layout: DeliveryLogLayout, isUsual: Bool, _ format: TextFormat) {
        self.layout = layout
        self.isUsual = isUsual
        self.format = format
    }

    /// The columns that a table has unless others are asked for.
    ///
    /// - Parameter isPerDevice: whether a line is a delivery.
    public static func usualColumns(isPerDevice: Bool) -> [DeliveryColumn] {
        isPerDevice
            ? [.first, .state, .reason, .token, .platform, .person, .hwid, .trackingCode]
            : [.first, .outcome, .reason, .name, .platform, .person, .trackingCode]
    }

    /// Nothing.
    public var beginning: [UInt8] { [] }
    /// An empty line: each table has titles of its own.
    public var separator: [UInt8] { [.lineFeed] }

    /// A table.
    public func text(of lines: DeliveryLines) -> [UInt8] {
        var table = Table(
            columns: layout.columns.enumerated().map { index, column in
                Table.Column(
                    title: column.rawValue, alignment: column.isNumber ? .right : .left, gap: index == 0 ? 0 : 2,
                    canShrink: [.name, .person, .target, .reason].contains(column),
                    isOptional: isUsual && [.name, .platform].contains(column))
            })
        table.rows = lines.lines.map { line in layout.columns.map { cell($0, line, lines).printableLine } }
        return Array(format.text(of: Section([.table(table)])).utf8)
    }

    private func cell(_ column: DeliveryColumn, _ line: DeliveryLine, _ lines: DeliveryLines) -> String {
        switch line.value(of: column) {
        case .time(let time): return time.description
        case .number(let number): return number.grouped
        case .decimal(let value, let decimals): return value.text(decimals: decimals, isGrouped: true)
        case .flag(let isSet): return isSet ? "yes" : ""
        case .none, .text:
            var text: [UInt8] = []
            return layout.append(column, of: line, in: lines, to: &text) ? String(decoding: text, as: UTF8.self) : ""
        }
    }
}
