public import TrackingLog
public import TransparencyLog

/// What was erased of some nights: an entry of the ledger, after those of the nights (`pushtrail.erasure/1`).
///
/// It says which nights have other files since, and what they are now, and nothing of whom was erased.
public struct Erasure: Hashable, Sendable {
    /// The name of the format.
    public static let schema = "pushtrail.erasure/1"
    /// The maximum number of nights in one entry, so that it stays under the 65,535 bytes that a leaf may have.
    public static let maximumNights = 128

    /// One night, as it is once these rows are erased.
    public struct Night: Hashable, Sendable {
        /// The night: a UTC day.
        public var day: Day
        /// The number of rows that this erasure erased; of others it may have replaced the tracking code.
        public var rows: Int
        /// The SHA-256 of the list of all erased rows of the night.
        public var erasedHash: SHA256Hash
        /// The new zip's length in bytes.
        public var zipBytes: Int
        /// The new zip's SHA-256.
        public var zipHash: SHA256Hash
        /// The new CSV's length in bytes.
        public var csvBytes: Int
    }

    /// Whether an entry begins as an erasure's canonical bytes do; it need not be one.
    static func isLikely(_ bytes: [UInt8]) -> Bool { bytes.starts(with: #"{"nights":"#.utf8) }

    /// When it was made.
    public var time: Timestamp
    /// The nights, in their order, each once.
    public var nights: [Night]
    /// The SHA-256 of the entry before it.
    public var previous: SHA256Hash

    /// The number of rows that it erased.
    public var rows: Int { nights.reduce(0) { $0.addingReportingOverflow($1.rows).partialValue } }

    /// The canonical bytes: sorted keys, no spaces, one LF at the end.
    public var bytes: [UInt8] {
        let nights = nights.map { night in
            CanonicalJSON.object([
                "archive": .text(ArchivePath.zip(night.day)), "rows": .number(night.rows),
                "erased": .object(["sha256": .text(night.erasedHash.hex)]),
                "zip": .object(["bytes": .number(night.zipBytes), "sha256": .text(night.zipHash.hex)]),
                "csv": .object(["bytes": .number(night.csvBytes)]),
            ])
        }
        let json = CanonicalJSON.object([
            "schema": .text(Self.schema), "time": .text(time.rfc3339), "nights": .array(nights),
            "previous": .text(previous.hex),
        ])
        return Array((json.encoded + "\n").utf8)
    }
}
