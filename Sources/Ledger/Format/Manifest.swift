public import TrackingLog

/// What is in one night's archive, exactly: the ledger's leaf is its bytes.
public struct Manifest: Hashable, Sendable {
    /// The name of the format.
    public static let schema = "pushtrail.manifest/1"
    /// No event has this number or a higher one: up to here every JSON reader tells whole numbers apart.
    static let mostEvents = 1 << 53

    /// The UTC day whose recorded events the archive holds.
    public var day: Day
    /// The number of the first event; of a day without events that of the next one to come.
    public var firstEvent: Int
    /// How many events; their numbers follow each other.
    public var events: Int
    /// How many of them happened before the day on which they were recorded.
    public var late: Int
    /// How many events have which status, in lower case; `others` sums those that are not named.
    public var statuses: [String: Int]
    /// The zip's length in bytes.
    public var zipBytes: Int
    /// The zip's SHA-256.
    public var zipHash: LedgerHash
    /// The CSV's length in bytes.
    public var csvBytes: Int
    /// The CSV's SHA-256.
    public var csvHash: LedgerHash
    /// The Merkle root over the CSV's rows, each without its LF, the header left out.
    public var rowsRoot: LedgerHash
    /// The SHA-256 of the previous night's manifest; nil in the first.
    public var previous: LedgerHash?

    /// The number of the last event; one below the first where there is none.
    public var lastEvent: Int { firstEvent + events - 1 }
    /// The zip's path in the archive.
    public var archive: String { ArchivePath.zip(day) }
    /// The name of the CSV in the zip.
    public var entry: String { ArchivePath.entry(day) }

    /// A manifest of all its parts.
    public init(
        day: Day, firstEvent: Int, events: Int, late: Int, statuses: [String: Int], zipBytes: Int, zipHash: LedgerHash,
        csvBytes: Int, csvHash: LedgerHash, rowsRoot: LedgerHash, previous: LedgerHash?
    ) {
        self.day = day
        self.firstEvent = firstEvent
        self.events = events
        self.late = late
        self.statuses = statuses
        self.zipBytes = zipBytes
        self.zipHash = zipHash
        self.csvBytes = csvBytes
        self.csvHash = csvHash
        self.rowsRoot = rowsRoot
        self.previous = previous
    }

    /// The canonical bytes: sorted keys, no spaces, one LF at the end.
    public var bytes: [UInt8] { Array((json.spelled + "\n").utf8) }

    private var json: CanonicalJSON {
        .object([
            "schema": .text(Self.schema), "archive": .text(archive), "entry": .text(entry),
            "period": .object(["from": .text(day.start.rfc3339), "to": .text(day.end.rfc3339)]),
            "events": .object(["first": .number(firstEvent), "last": .number(lastEvent), "count": .number(events)]),
            "late": .number(late), "statuses": .object(statuses.mapValues(CanonicalJSON.number)),
            "zip": .object(["bytes": .number(zipBytes), "sha256": .text(zipHash.hex)]),
            "csv": .object([
                "bytes": .number(csvBytes), "sha256": .text(csvHash.hex), "rows": .number(events),
                "rows_root": .text(rowsRoot.base64),
            ]),
            "previous": previous.map { .text($0.hex) } ?? .null,
        ])
    }
}
