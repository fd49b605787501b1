import Synchronization
import Threading
import TrackingLog

/// Makes lines of messages in their order, on several threads.
final class LineFeed: Sendable {
    private let assembly: LineAssembly
    /// Whether a message is handed out with all its notes; else each note is a line of its own.
    private let isComplete: Bool
    private let cursor: Mutex<NotedMessageCursor>

    init(_ assembly: LineAssembly, _ merge: consuming RecordMerge, isComplete: Bool) {
        self.assembly = assembly
        self.isComplete = isComplete
        cursor = Mutex(NotedMessageCursor(merge, isGrouped: isComplete))
    }

    /// The next lines; nil if there are no more messages.
    func next() throws -> DeliveryLines? {
        var notes = NotedMessages()
        guard try cursor.withLock({ try $0.next(into: &notes) }) != nil else { return nil }
        return lines(of: notes)
    }

    /// Makes something of all lines, and passes it on in their order.
    func read<Sink: ~Copyable, Rendered>(
        into sink: inout Sink, render: @Sendable (DeliveryLines) throws -> Rendered,
        take: @Sendable (inout Sink, Rendered) throws -> Void
    ) throws {
        let turns = OrderedHandoff()
        try withUnsafeMutablePointer(to: &sink) { sink in
            // Only the worker whose turn it is touches it.
            nonisolated(unsafe) let sink = sink
            try Workers.run(2, turns: turns, stop: {}) { _ in
                var notes = NotedMessages()
                while let sequence = try cursor.withLock({ try $0.next(into: &notes) }) {
                    let rendered = try render(lines(of: notes))
                    guard turns.wait(for: sequence) else { return }
                    try take(&sink.pointee, rendered)
                    turns.pass()
                }
            }
        }
    }

    /// The same lines in another order.
    func sorted(by order: DeliveryOrder) throws -> LineFeed {
        var sorter = RecordSorter(isDescending: order.isDescending)
        try read(into: &sorter) {
            $0
        } take: { sorter, lines in
            for line in lines.lines { try sorter.add { lines.append(line, by: order, to: &$0) } }
        }
        let merge = try RecordMerge(try sorter.sorted(), isDescending: order.isDescending)
        return LineFeed(assembly, merge, isComplete: false)
    }

    private func lines(of notes: NotedMessages) -> DeliveryLines {
        var lines = DeliveryLines()
        lines.fetched = assembly.resolved.fetch(notes.places)
        notes.forEach { assembly.append($0, isComplete: isComplete, to: &lines) }
        return lines
    }
}

extension DeliveryLines {
    /// Appends a line as a record to sort.
    ///
    /// - Returns: the length of its key.
    fileprivate func append(_ line: DeliveryLine, by order: DeliveryOrder, to bytes: inout [UInt8]) -> Int {
        let start = bytes.count
        switch line.value(of: order.column) {
        case .none:
            // Last in either order.
            bytes.append(order.isDescending ? 0 : 2)
        case .text(let range):
            bytes.append(1)
            bytes += text[range.offsets]
        case .time(let time):
            bytes.append(1)
            bytes.append(ordered: UInt64(time.secondsSince1970 - Timestamp.earliest.secondsSince1970))
        case .number(let number):
            bytes.append(1)
            bytes.append(ordered: UInt64(number))
        case .decimal(let value, _):
            bytes.append(1)
            let shifted = UInt128(bitPattern: value.millionths) ^ 1 << 127
            bytes.append(ordered: UInt64(truncatingIfNeeded: shifted >> 64))
            bytes.append(ordered: UInt64(truncatingIfNeeded: shifted))
        case .flag(let isSet):
            bytes.append(1)
            bytes.append(isSet ? 1 : 0)
        }
        let key = bytes.count - start
        text.withUnsafeBytes { text in
            NotedMessage(
                line.place,
                TextNote(time: .none, code: text[line.trackingCode], target: text[line.target], hwid: text[line.hwid])
            ).append(to: &bytes)
        }
        return key
    }
}
