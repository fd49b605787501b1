public import Analysis
import TrackingLog

/// A delivery log as a JSON object on each line; what is not there is null.
public struct DeliveryNDJSON: DeliveryLogFormat {
    private let layout: DeliveryLogLayout
    /// `"name":` of each column.
    private let keys: [[UInt8]]

    /// Creates the format.
    public init(_ layout: DeliveryLogLayout) {
        self.layout = layout
        keys = layout.columns.map { Array("\"\($0.rawValue)\":".utf8) }
    }

    /// Nothing.
    public var beginning: [UInt8] { [] }

    /// An object for each line.
    public func text(of lines: DeliveryLines) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(lines.lines.count * 512)
        var cell: [UInt8] = []
        for line in lines.lines {
            for (index, column) in layout.columns.enumerated() {
                text.append(index == 0 ? .openBrace : .comma)
                text += keys[index]
                cell.removeAll(keepingCapacity: true)
                let isThere = layout.append(column, of: line, in: lines, to: &cell)
                guard isThere else {
                    text += Self.null
                    continue
                }
                switch line.value(of: column) {
                case .number, .flag: text += cell
                case .none, .text, .time: Self.append(cell, to: &text)
                }
            }
            text.append(.closeBrace)
            text.append(.lineFeed)
        }
        return text
    }

    private static let null = Array("null".utf8)

    /// Appends a text as a JSON string that does nothing to a terminal.
    private static func append(_ text: [UInt8], to json: inout [UInt8]) {
        let start = json.count
        JSONText.appendQuoted(text.span, to: &json)
        // The first bytes of what only other programs write.
        guard text.contains(where: { $0 == 0x7F || $0 >= 0xC2 }) else { return }
        let quoted = String(decoding: json[start...], as: UTF8.self).withControlsEscaped
        json.replaceSubrange(start..., with: quoted.utf8)
    }
}
