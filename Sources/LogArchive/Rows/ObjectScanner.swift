import TrackingLog

/// Turns JSON objects into rows, an object an event: one a line, or over several lines and in arrays.
struct ObjectScanner {
    let zone: LocalZone?
    /// A longer line is rejected.
    var longest = Int.max

    /// Reads the objects of a chunk of text into its batch; see ``RowScanner/scan(_:count:isFirst:isFinal:)``.
    func scan(_ batch: inout EventBatch, count: Int, isFirst: Bool, _ shape: TextShape = .objectLines) {
        batch.scan(count: count) { text, output in
            if shape == .objects {
                forEachObject(text, into: &output) { scan($0, of: text, line: $1, into: &$2) }
            } else {
                forEachLine(text, isFirst: isFirst, into: &output) { scan($0, of: text, line: $1, into: &$2) }
            }
        }
    }

    /// Finds the lines that are to be objects.
    ///
    /// - Parameter body: receives the place of each, and its line.
    func forEachLine(
        _ text: Span<UInt8>, isFirst: Bool, into output: inout ScanOutput,
        _ body: (Range<Int>, Int, inout ScanOutput) -> Void
    ) {
        var position = isFirst && text.startsWithByteOrderMark ? 3 : 0
        var line = 0
        while position < text.count {
            let end = text.endOfLine(from: position)
            let content = text.content(position..<end)
            if content.count > longest {
                output.reject(RowFault.tooLong(longest).reason, line: line, text: content)
            } else if !text.extracting(content).isBlank {
                body(content, line, &output)
            }
            position = end
            line += 1
        }
    }

    /// Finds objects that go over several lines or stand in arrays; what is between them is rejected.
    ///
    /// - Parameter body: receives the place of each, and its first line.
    func forEachObject(
        _ text: Span<UInt8>, into output: inout ScanOutput, _ body: (Range<Int>, Int, inout ScanOutput) -> Void
    ) {
        var (position, line) = (0, 0)
        while position < text.count {
            var boundaries = ObjectBoundaries(at: position)
            boundaries.advance(in: text, stopsAtEnd: true)
            let isFound = boundaries.end > 0 || boundaries.isInObject
            let between = position..<(isFound ? boundaries.start : text.count)
            if let stray = text.strayByte(in: between) {
                let strayLine = line + text.extracting(between.lowerBound..<stray).lineEnds
                let end = min(text.content(stray..<text.endOfLine(from: stray)).upperBound, between.upperBound)
                output.reject("not a JSON object", line: strayLine, text: stray..<end)
            }
            line += text.extracting(between).lineEnds
            guard isFound else { return }
            let object = boundaries.start..<(boundaries.end > 0 ? boundaries.end : text.count)
            if boundaries.end > 0 {
                body(object, line, &output)
            } else {
                output.reject("an object is not closed: the text ends in it", line: line, text: object)
            }
            line += text.extracting(object).lineEnds
            position = object.upperBound
        }
    }

    /// Reads one object.
    private func scan(_ object: Range<Int>, of text: Span<UInt8>, line: Int, into output: inout ScanOutput) {
        if output.isSuspect(to: object.upperBound, of: text), let offset = text.firstFault(in: object) {
            // JSON is UTF-8 (RFC 8259, section 8.1).
            let column = EventObject.column(holding: offset - object.lowerBound, in: text.extracting(object))
            output.reject(RowFault.notUTF8(column, text[offset]).reason, line: line, text: object)
            return
        }
        do {
            var row = try EventObject.row(
                text.extracting(object), at: object.lowerBound, decodedBase: output.offset, decoded: &output.decoded,
                zone: zone)
            row.line = UInt32(truncatingIfNeeded: line)
            output.rows.append(row)
        } catch {
            output.reject(error.reason, line: line, text: object)
        }
    }
}

extension Span<UInt8> {
    /// The offset of the first byte between two objects that belongs to no array; nil where there is none.
    func strayByte(in range: Range<Int>) -> Int? {
        for index in range {
            switch self[index] {
            case .space, .tab, .lineFeed, .carriageReturn, .comma, .openBracket, .closeBracket, 0xEF, 0xBB, 0xBF: break
            default: return index
            }
        }
        return nil
    }
}
