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
    /// What the record left out, to be taken from its message or delivery.
    public var missing: Missing
    /// Whether the payload still stands as in CSV, every quote doubled. Only a payload can; other columns never do.
    public var isPayloadEscaped: Bool
    /// The line the record begins on, counted from the batch's ``EventBatch/firstLine``.
    public var line: UInt32

    /// The message's name.
    public var trackingCode: TextRange
    /// What the sender addressed: a device (hwid or push token) or a user id.
    public var target: TextRange
    /// The device.
    public var hwid: TextRange
    /// The status as it is spelled.
    public var statusWord: TextRange
    /// More about what happened: a gateway's reason for a refusal, `Success`, or nothing.
    public var description: TextRange
    /// The app that was sent to.
    public var appCode: TextRange
    /// What was pushed: JSON, other text, or nothing.
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

    /// Columns that a record did not carry at all: a six-column row, an NDJSON object without the key. An empty
    /// column is carried.
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

/// A record that could not be read, and why.
public struct Reject: Sendable {
    /// The line it begins on, counted from the batch's ``EventBatch/firstLine``.
    public var line: UInt32
    /// Why, in words for people.
    public var reason: String
    /// The record's own bytes in the batch's text: up to its first line end, or to its own where that is known.
    public var text: TextRange

    /// A record that begins on a line, and why it was rejected.
    public init(line: UInt32, reason: String, text: TextRange) {
        self.line = line
        self.reason = reason
        self.text = text
    }
}

/// A stretch of a log: its events and rejects, in their order, over one buffer of text.
public struct EventBatch: Sendable {
    /// The bytes that the rows' and rejects' places lie in.
    public var text: [UInt8]
    /// The events, in the order of their lines.
    public var rows: [EventRow]
    /// The records that are no events, in the order of their lines.
    public var rejects: [Reject]
    /// Which of the reader's sources this came from.
    public var source: Int
    /// The number of the first line of this stretch in its file or zip entry; the first line of a file is 1.
    public var firstLine: Int

    /// A batch over some text.
    public init(
        text: [UInt8] = [], rows: [EventRow] = [], rejects: [Reject] = [], source: Int = 0, firstLine: Int = 1
    ) {
        self.text = text
        self.rows = rows
        self.rejects = rejects
        self.source = source
        self.firstLine = firstLine
    }

    /// The text of a place, as a string: for messages and tests, never for a hot path.
    public func string(_ range: TextRange) -> String {
        String(decoding: text[range.offsets], as: UTF8.self)
    }

    /// A row's payload with CSV's doubled quotes undone, appended to a buffer.
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
