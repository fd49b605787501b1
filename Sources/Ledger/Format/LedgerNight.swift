import Durability
public import TrackingLog
public import TransparencyLog

/// A night of a ledger, as its files are now: as they were sealed, or as the latest erasure left them.
public struct LedgerNight: Hashable, Sendable {
    /// The night as it was sealed.
    public var manifest: Manifest
    /// The place of its manifest among the ledger's entries.
    public var index: Int
    /// What the latest erasure of the night says; nil where nothing was erased.
    public private(set) var erasure: Erasure.Night?
    /// The place of the latest erasure among the ledger's entries.
    private var erasureIndex = 0
    /// The number of rows that were erased, by all erasures.
    public private(set) var erasedRows = 0
    /// The zips that it had before, each until an erasure: the hash, and when that was.
    private(set) var formerZips: [FormerZip] = []

    /// Whether an erasure that the ledger has was stopped before all of the night's new files took their places.
    var isBeingReplaced = false

    /// A zip that an erasure replaced.
    struct FormerZip: Hashable, Sendable {
        var bytes: Int
        var hash: SHA256Hash
        var csvBytes: Int
        var until: Timestamp
    }

    /// A night of which nothing is erased.
    public init(_ manifest: Manifest, at index: Int) {
        self.manifest = manifest
        self.index = index
    }

    /// Takes in what an erasure says of the night.
    ///
    /// - Parameters:
    ///   - night: what it says.
    ///   - time: when it was.
    ///   - index: its place among the ledger's entries.
    mutating func apply(_ night: Erasure.Night, at time: Timestamp, index: Int) {
        formerZips.append(FormerZip(bytes: zipBytes, hash: zipHash, csvBytes: csvBytes, until: time))
        erasure = night
        erasureIndex = index
        erasedRows = erasedRows.addingReportingOverflow(night.rows).partialValue
    }

    /// Whether an entry from some place on erased rows of it.
    func isErased(since index: Int) -> Bool { erasure != nil && erasureIndex >= index }

    /// Whether a zip is the present one, or was until an erasure.
    func knows(_ hash: SHA256Hash) -> Bool { hash == zipHash || formerZips.contains { $0.hash == hash } }

    /// The night: a UTC day.
    public var day: Day { manifest.day }
    /// The zip's length in bytes.
    public var zipBytes: Int { erasure?.zipBytes ?? manifest.zipBytes }
    /// The zip's SHA-256.
    public var zipHash: SHA256Hash { erasure?.zipHash ?? manifest.zipHash }
    /// The CSV's length in bytes.
    public var csvBytes: Int { erasure?.csvBytes ?? manifest.csvBytes }

    /// Where one of the night's files is.
    ///
    /// - Parameters:
    ///   - path: its path in the archive.
    ///   - archive: the archive's folder.
    func file(_ path: String, in archive: String) -> String {
        let staged = "\(archive)/\(path)\(StagedErasure.suffix)"
        return isBeingReplaced && FileKind(at: staged) != nil ? staged : "\(archive)/\(path)"
    }

    /// What says so, in words.
    var source: String { erasure == nil ? "the manifest sealed" : "the latest erasure left" }
}

extension [LedgerNight] {
    /// Notes which nights' new files may still stand beside the old ones.
    mutating func note(_ staged: StagedErasure?, in size: Int) {
        guard let staged, staged.isPublished(in: size) else { return }
        let days = Set(staged.days)
        // The file is not signed: nothing is looked for beside a night of which no later entry says that it was erased.
        for place in indices where self[place].isErased(since: staged.size) {
            self[place].isBeingReplaced = days.contains(self[place].day)
        }
    }

    /// Takes in what an erasure says of the nights before it.
    ///
    /// - Parameters:
    ///   - erasure: the erasure.
    ///   - index: its place among the ledger's entries.
    /// - Returns: the days that are not among them.
    mutating func apply(_ erasure: Erasure, at index: Int) -> [Day] {
        var strange: [Day] = []
        for night in erasure.nights {
            // Nights follow each other day by day, except in ledgers that verification finds wrong.
            let place = first.map { Int(night.day.daysSince1970 - $0.day.daysSince1970) } ?? 0
            if indices.contains(place), self[place].day == night.day {
                self[place].apply(night, at: erasure.time, index: index)
            } else if let place = firstIndex(where: { $0.day == night.day }) {
                self[place].apply(night, at: erasure.time, index: index)
            } else {
                strange.append(night.day)
            }
        }
        return strange
    }
}
