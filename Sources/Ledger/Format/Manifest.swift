public import TrackingLog
public import TransparencyLog

/// The exact contents of one night's archive: a leaf of the ledger.
public struct Manifest: Hashable, Sendable {
    /// The name of the format.
    public static let schema = "pushtrail.manifest/2"
    /// The limit of event numbers: up to here every JSON reader keeps whole numbers exact.
    static let maximumEvents = 1 << 53

    /// The night: a UTC day.
    public var day: Day
    /// The number of the first event.
    ///
    /// On a night without events, of the next one to come.
    public var firstEvent: Int
    /// The number of events; they are numbered in sequence.
    public var events: Int
    /// The number of events whose own UTC day is before the night.
    public var late: Int
    /// The number of events by status, in lower case.
    ///
    /// `others` sums all statuses that are not named.
    public var statuses: [String: Int]
    /// The zip's length in bytes.
    public var zipBytes: Int
    /// The zip's SHA-256.
    ///
    /// The zip holds random bytes, without which a guess at what an earlier zip held cannot be tested.
    public var zipHash: SHA256Hash
    /// The CSV's length in bytes.
    public var csvBytes: Int
    /// The Merkle root over the CSV's rows.
    ///
    /// The header is not among them. Each leaf hides whom its row is about behind a salt. The CSV's own hash is not here: a
    /// guess at whom a row was about, once that is erased, could be tested against it.
    public var rowsRoot: SHA256Hash
    /// The SHA-256 of the previous night's manifest; nil for the first night.
    public var previous: SHA256Hash?

    /// The number of the last event.
    ///
    /// One below the first if there is none.
    public var lastEvent: Int { firstEvent + events - 1 }
    /// The zip's path in the archive.
    public var archive: String { ArchivePath.zip(day) }
    /// The name of the CSV in the zip.
    public var entry: String { ArchivePath.entry(day) }

    /// A manifest made of its parts.
    public init(
        day: Day, firstEvent: Int, events: Int, late: Int, statuses: [String: Int], zipBytes: Int, zipHash: SHA256Hash,
        csvBytes: Int, rowsRoot: SHA256Hash, previous: SHA256Hash?
    ) {
        self.day = day
        self.firstEvent = firstEvent
        self.events = events
        self.late = late
        self.statuses = statuses
        self.zipBytes = zipBytes
        self.zipHash = zipHash
        self.csvBytes = csvBytes
        self.rowsRoot = rowsRoot
        self.previous = previous
    }

    /// The canonical bytes: sorted keys, no spaces, one LF at the end.
    public var bytes: [UInt8] { Array((json.encoded + "\n").utf8) }

    private var json: CanonicalJSON {
        .object([
            "schema": .text(Self.schema), "archive": .text(archive), "entry": .text(entry),
            "period": .object(["from": .text(day.start.rfc3339), "to": .text(day.end.rfc3339)]),
            "events": .object(["first": .number(firstEvent), "last": .number(lastEvent), "count": .number(events)]),
            "late": .number(late), "statuses": .object(statuses.mapValues(CanonicalJSON.number)),
            "zip": .object(["bytes": .number(zipBytes), "sha256": .text(zipHash.hex)]),
            "csv": .object([
                "bytes": .number(csvBytes), "rows": .number(events), "rows_root": .text(rowsRoot.base64),
            ]),
            "previous": previous.map { .text($0.hex) } ?? .null,
        ])
    }
}
