import Durability

/// A message of a tally.
struct MessagePlace: Hashable {
    var shard: UInt8
    var message: UInt32
}

/// A message and texts of it, as they stand in sorted records.
struct NotedMessage {
    var place: MessagePlace
    var note: TextNote

    init(_ place: MessagePlace, _ note: TextNote) {
        self.place = place
        self.note = note
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        place = MessagePlace(shard: bytes[4], message: bytes.loadUnaligned(as: UInt32.self))
        note = TextNote(UnsafeRawBufferPointer(rebasing: bytes[5...]))
    }

    func append(to bytes: inout [UInt8]) {
        bytes.append(bytesOf: place.message)
        bytes.append(place.shard)
        note.append(to: &bytes)
    }
}

/// The notes of some messages, in the order of the lines.
struct NotedMessages {
    private var bytes: [UInt8] = []
    /// The records, and which of them begin a message.
    private var records: [Range<Int>] = []
    private var starts: [Int] = []
    /// The messages.
    private(set) var places: [MessagePlace] = []

    private static let maximum = (messages: 1024, bytes: 1 << 20)

    /// Whether no further message should be added.
    var isFull: Bool { starts.count >= Self.maximum.messages || bytes.count >= Self.maximum.bytes }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    /// Adds a record of a message.
    ///
    /// - Parameter isStart: whether it is the first of its message.
    mutating func add(_ record: UnsafeRawBufferPointer, of place: MessagePlace, isStart: Bool) {
        if isStart {
            starts.append(records.count)
            places.append(place)
        }
        records.append(bytes.count..<bytes.count + record.count)
        bytes.append(text: record)
    }

    /// Visits each message with all its notes, at least one.
    func forEach(_ body: ([NotedMessage]) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var notes: [NotedMessage] = []
            for (index, start) in starts.enumerated() {
                let end = index + 1 < starts.count ? starts[index + 1] : records.count
                notes.removeAll(keepingCapacity: true)
                for record in records[start..<end] {
                    notes.append(NotedMessage(UnsafeRawBufferPointer(rebasing: bytes[record])))
                }
                body(notes)
            }
        }
    }
}

/// Hands out messages in the order of the lines.
struct NotedMessageCursor: ~Copyable {
    private var merge: RecordMerge
    /// Whether all records of a message, which follow each other, are handed out together.
    private let isGrouped: Bool
    private var sequence = 0

    init(_ merge: consuming RecordMerge, isGrouped: Bool) {
        self.merge = merge
        self.isGrouped = isGrouped
    }

    /// Fills `notes` with the next messages.
    ///
    /// - Returns: how many times this was done before; nil if there are no more.
    mutating func next(into notes: inout NotedMessages) throws(FileError) -> Int? {
        notes.removeAll()
        var last: MessagePlace?
        while let record = merge.first?.content {
            let place = NotedMessage(record).place
            let isStart = !isGrouped || place != last
            if isStart, notes.isFull { break }
            notes.add(record, of: place, isStart: isStart)
            last = place
            try merge.advance()
        }
        guard last != nil else { return nil }
        defer { sequence += 1 }
        return sequence
    }
}
