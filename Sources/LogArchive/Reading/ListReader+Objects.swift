import TrackingLog

// Lists of JSON objects: one per line, over several lines, or in an array.
extension ListReader {
    func readObjects(_ lines: ListLines, _ body: (ListRow) -> Void) throws(ListLines.Fault) -> ListHeader {
        var keys = ObjectKeys(columns)
        var boundaries = ObjectBoundaries()
        /// The text from the object on that is still open.
        var text: [UInt8] = []
        var line = 1
        while try lines.appendPiece(to: &text) {
            var done = 0
            boundaries.advance(in: text.span, stopsAtEnd: true)
            while boundaries.end > done {
                try checkThatNothingStands(in: done..<boundaries.start, of: text, line)
                line += text.span.extracting(done..<boundaries.start).lineEnds
                done = boundaries.end
                let object = text.span.extracting(boundaries.start..<done)
                guard object.isUTF8 else { throw ListLines.Fault(line: line, reason: "it is not valid UTF-8") }
                guard let row = keys.row(object, line: line) else {
                    throw ListLines.Fault(line: line, reason: "not a JSON object")
                }
                body(row)
                line += object.lineEnds
                boundaries.advance(in: text.span, stopsAtEnd: true)
            }
            let rest = done..<(boundaries.isInObject ? boundaries.start : text.count)
            try checkThatNothingStands(in: rest, of: text, line)
            line += text.span.extracting(rest).lineEnds
            done = rest.upperBound
            text.removeSubrange(..<done)
            boundaries.drop(done)
            guard text.count <= ListLines.longestRecord else {
                throw ListLines.Fault(
                    line: line, reason: "an object is not closed within \(ListLines.longestRecord >> 20) MiB")
            }
        }
        if boundaries.isInObject {
            throw ListLines.Fault(line: line, reason: "an object is not closed: the file was cut off")
        }
        if boundaries.arrays > 0 { throw ListLines.Fault(reason: "its array is not closed: the file was cut off") }
        return keys.header
    }

    /// Throws if there is anything but commas and brackets between two objects.
    private func checkThatNothingStands(
        in range: Range<Int>, of text: [UInt8], _ firstLine: Int
    ) throws(ListLines.Fault) {
        guard let stray = text.span.strayByte(in: range) else { return }
        let line = firstLine + text.span.extracting(range.lowerBound..<stray).lineEnds
        throw ListLines.Fault(line: line, reason: "not a JSON object")
    }
}

/// The keys of a list's objects, and what they are.
private struct ObjectKeys {
    private struct Key {
        /// As it stands in the text, between its quotes.
        var text: [UInt8]
        var name: String
        /// By column asked for, how likely it is the column's name.
        var ranks: [Int?]
    }

    private(set) var header: ListHeader
    private let columns: [ListColumn]
    private var keys: [Key] = []

    init(_ columns: [ListColumn]) {
        self.columns = columns
        header = ListHeader(found: columns.map { _ in nil })
    }

    /// An object as a row; nil if the text is none.
    mutating func row(_ object: Span<UInt8>, line: Int) -> ListRow? {
        var row = ListRow(line: line, columns: columns.count)
        var best = [Int](repeating: .max, count: columns.count)
        let isObject = JSONText.visitMembers(of: object) { place, value in
            let key = key(object.extracting(place))
            for (column, rank) in key.ranks.enumerated() {
                guard let rank else { continue }
                // A column that was asked for by name is there, also where it is null.
                if columns[column].chosen != nil, header.found[column] == nil { header.found[column] = key.name }
                guard rank < best[column], row.take(object.extracting(value), as: column) else { continue }
                best[column] = rank
                if header.found[column] == nil { header.found[column] = key.name }
            }
            return true
        }
        return isObject ? row : nil
    }

    private mutating func key(_ text: Span<UInt8>) -> Key {
        if let known = keys.first(where: { $0.text.span.isSame(as: text) }) { return known }
        var name: [UInt8] = []
        JSONText.appendString(text, to: &name)
        let string = String(decoding: name, as: UTF8.self)
        let key = Key(
            text: text.withUnsafeBufferPointer { Array($0) }, name: string, ranks: columns.map { $0.rank(of: string) })
        // Objects may have any number of keys, and few are worth remembering.
        if keys.count < ListHeader.maximumNames {
            keys.append(key)
            header.names.append(string)
        }
        return key
    }
}

extension ListRow {
    /// Takes a JSON value: a string's text, another value as it stands.
    ///
    /// - Returns: false if it is null.
    fileprivate mutating func take(_ value: Span<UInt8>, as column: Int) -> Bool {
        var text: [UInt8] = []
        switch value[0] {
        case .n: return false
        case .quote: JSONText.appendString(value.extracting(1..<value.count - 1), to: &text)
        default: value.withUnsafeBufferPointer { text.append(contentsOf: $0) }
        }
        set(column, text)
        return true
    }
}

extension Span<UInt8> {
    fileprivate func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}
