public import Analysis
import TrackingLog

/// A delivery log as a JSON object on each line; what is not there is null.
public struct DeliveryNDJSON: DeliveryLogFormat {
    private let layout: DeliveryLogLayout
    /// What stands before the value of each column: `{"first":`, `,"last":`.
    private let keys: [[UInt8]]

    /// Creates the format.
    public init(_ layout: DeliveryLogLayout) {
        self.layout = layout
        keys = layout.columns.enumerated().map { index, column in
            Array("\(index == 0 ? "{" : ",")\"\(column.rawValue)\":".utf8)
        }
    }

    /// Nothing.
    public var beginning: [UInt8] { [] }

    /// An object for each line.
    public func text(of lines: DeliveryLines) -> [UInt8] {
        var json: [UInt8] = []
        json.reserveCapacity(lines.lines.count * 512)
        var cell: [UInt8] = []
        for line in lines.lines {
            for (index, column) in layout.columns.enumerated() {
                json += keys[index]
                switch line.value(of: column) {
                case .text(let range): json.append(json: lines.text.span.extracting(range.offsets))
                case .number(let number): json.append(decimal: number)
                case .decimal(let value, let decimals): json += value.text(decimals: decimals).utf8
                case .flag(let isSet): json.append(isSet)
                case .time(let time):
                    json.append(.quote)
                    json.append(time)
                    json.append(.quote)
                case .none:
                    cell.removeAll(keepingCapacity: true)
                    if layout.append(column, of: line, in: lines, to: &cell) {
                        json.append(json: cell.span)
                    } else {
                        json += Self.null
                    }
                }
            }
            json.append(.closeBrace)
            json.append(.lineFeed)
        }
        return json
    }

    private static let null = Array("null".utf8)
}
