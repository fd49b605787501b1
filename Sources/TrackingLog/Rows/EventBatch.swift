/// A place in the text of an ``EventBatch``.
public struct TextRange: Hashable, Sendable {
    /// The first byte's offset.
    public var start: UInt32
    /// How many bytes.
    public var count: UInt32

    /// The place of `count` bytes from an offset on.
    @inlinable
    public init(start: Int, count: Int) {
        self.start = UInt32(truncatingIfNeeded: start)
        self.count = UInt32(truncatingIfNeeded: count)
    }

    /// No text.
    public static let empty = TextRange(start: 0, count: 0)

    /// Whether it holds no byte.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// The offsets, for `span.extracting`.
    @inlinable
    public var offsets: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// One event, as places in the text of its ``EventBatch``: nothing is copied and no `String` is made to read one.
public struct EventRow: Sendable {
    /// When it happened.
    public var time: Timestamp
    /// What happened; the word itself is ``statusWord``.
    public var status: Status
    /// The columns that the record leaves out: the message or delivery supplies them.
    public var missing: Missing
    /// Whether quotes are still doubled in the payload, as in CSV. In other columns they never are.
    public var isPayloadEscaped: Bool
    /// How often the clocks of the input's zone show the time that the record names; once where it names a zone.
    public var occurrence = LocalZone.Occurrence.once
    /// The line the record begins on, counted from the batch's ``EventBatch/firstLine``.
    public var line: UInt32

    /// The message's name.
    public var trackingCode: TextRange
    /// The address of the sender's choice: a device (hwid or push token) or a user id.
    public var target: TextRange
    /// The device.
    public var hwid: TextRange
    /// The status as the log writes it.
    public var statusWord: TextRange
    /// A gateway's reason for a refusal, `Success`, or nothing.
    public var description: TextRange
    /// The app that was sent to.
    public var appCode: TextRange
    /// The push itself: JSON, other text, or nothing.
    public var payload: TextRange

    /// An event whose fields stand at these places.
    @inlinable
    public init(
        time: Timestamp, status: Status, missing: Missing = [], isPayloadEscaped: Bool = false, line: UInt32 = 0,
        trackingCode: TextRange, target: TextRange, hwid: TextRange, statusWord: TextRange, description: TextRange,
        appCode: TextRange, payload: TextRange
    ) {
        self.time = time
        self.status = status
        self.missing = missing
        self.isPayloadEscaped = isPayloadEscaped
        self.line = line
        self.trackingCode = trackingCode
        self.target = target
        self.hwid = hwid
        self.statusWord = statusWord
        self.description = description
        self.appCode = appCode
        self.payload = payload
    }

    /// Columns that a record does not have: a six-column row, an NDJSON object without the key.
    ///
    /// A column that is empty is not missing.
    public struct Missing: OptionSet, Sendable {
        /// A bit for each column.
        public let rawValue: UInt8
        /// The columns of some bits.
        @inlinable
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// No target.
        public static let target = Missing(rawValue: 1)
        /// No app code.
        public static let appCode = Missing(rawValue: 2)
        /// No payload.
        public static let payload = Missing(rawValue: 4)
    }
}

/// A record that could not be read.
public struct Reject: Sendable {
    /// The line it begins on, counted from the batch's ``EventBatch/firstLine``.
    public var line: UInt32
    /// Why, in words for people.
    public var reason: String
    /// The record's bytes in the batch's text: up to its own end if that is known, else to its first line end.
    public var text: TextRange

    /// A record that begins on a line, and why it was rejected.
    public init(line: UInt32, reason: String, text: TextRange) {
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// The header by which the records from a line on are read.
public struct BatchHeader: Hashable, Sendable {
    /// The first of them, counted from the batch's ``EventBatch/firstLine``.
    public var line: UInt32
    /// The names of the columns, separated as in the records: empty for a tracking log's own, nil where they are unknown.
    public var text: String?

    /// A header that holds from a line on.
    public init(line: UInt32, text: String?) {
        self.line = line
        self.text = text
    }
}

/// A chunk of a log: its events and rejects, over one buffer of text.
public struct EventBatch: Sendable {
    /// The bytes of all rows and rejects.
    public var text: [UInt8]
    /// The end of the records in the text. Behind it are fields whose escapes were undone, and bytes of no use.
    public var recordsEnd: Int
    /// The events, in the order of their lines.
    public var rows: [EventRow]
    /// The records that are no events, in the order of their lines.
    public var rejects: [Reject]
    /// The headers by which the records are read, in the order of their lines; none for objects.
    public var headers: [BatchHeader] = []
    /// Records of other vendors that were left out on purpose, by reason.
    public var skipped: [String: Int] = [:]
    /// How many of the events are successes, where the vendor logs only a sample of them.
    public var sampledSuccesses = 0
    /// The source, by its number in the reader's sources.
    public var source: Int
    /// The number of its first line in the file or zip entry; the first line of a file is 1.
    public var firstLine: Int

    /// A batch over some text.
    public init(
        text: [UInt8] = [], rows: [EventRow] = [], rejects: [Reject] = [], source: Int = 0, firstLine: Int = 1
    ) {
        self.text = text
        recordsEnd = text.count
        self.rows = rows
        self.rejects = rejects
        self.source = source
        self.firstLine = firstLine
    }

    /// The header by which the record on a line is read: empty for a tracking log's own, nil where there is none.
    public func header(onLine line: UInt32) -> String? {
        headers.last { $0.line <= line }?.text ?? nil
    }

    /// The text of a place as a string: for messages and tests, not for hot paths.
    public func string(_ range: TextRange) -> String {
        String(decoding: text[range.offsets], as: UTF8.self)
    }

    /// Appends a row's payload to a buffer, doubled quotes undone.
    public func appendPayload(of row: EventRow, to buffer: inout [UInt8]) {
        text.withUnsafeBytes { text in
            let payload = UnsafeRawBufferPointer(rebasing: text[row.payload.offsets])
            if row.isPayloadEscaped {
                CSVDialect.appendHalvingQuotes(of: payload, to: &buffer)
            } else {
                buffer.append(contentsOf: payload)
            }
        }
    }
}
