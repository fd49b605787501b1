import TrackingLog

/// Turns NDJSON text into rows, one line an event.
struct ObjectScanner {
    let zone: LocalZone?
    /// A longer line is rejected.
    var longest = Int.max

    /// Reads the lines of a chunk of text into its batch; see ``RowScanner/scan(_:count:isFirst:isFinal:)``.
    func scan(_ batch: inout EventBatch, count: Int, isFirst: Bool) {
        batch.scan(count: count) { scan($0, isFirst: isFirst, into: &$1) }
    }

    private func scan(_ text: Span<UInt8>, isFirst: Bool, into output: inout ScanOutput) {
        var position = isFirst && text.startsWithByteOrderMark ? 3 : 0
        var line = 0
        while position < text.count {
            let end = text.endOfLine(from: position)
            let content = text.content(position..<end)
            if content.count > longest {
                output.reject(RowFault.tooLong(longest).reason, line: line, text: content)
            } else if output.isSuspect(to: end, of: text), let offset = text.firstFault(in: content) {
                // JSON is UTF-8 (RFC 8259, section 8.1).
                let column = EventObject.column(holding: offset - content.lowerBound, in: text.extracting(content))
                output.reject(RowFault.notUTF8(column, text[offset]).reason, line: line, text: content)
            } else if !text.extracting(content).isBlank {
                do {
                    var row = try EventObject.row(
                        text.extracting(content), at: content.lowerBound, decodedBase: output.offset,
                        decoded: &output.decoded, zone: zone)
                    row.line = UInt32(truncatingIfNeeded: line)
                    output.rows.append(row)
                } catch {
                    output.reject(error.reason, line: line, text: content)
                }
            }
            position = end
            line += 1
        }
    }
}

extension Span<UInt8> {
    /// Whether it holds nothing but spaces and tabs.
    fileprivate var isBlank: Bool {
        for index in indices where self[index] != .space && self[index] != .tab {
            return false
        }
        return true
    }
}
