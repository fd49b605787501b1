package import LogArchive

/// The kinds of finding, under names that scripts can rely on.
public enum FindingCode: String, CaseIterable, Sendable {
    // The checkpoint.
    case archiveEmpty = "archive-empty"
    case checkpointMissing = "checkpoint-missing"
    case checkpointMalformed = "checkpoint-malformed"
    case checkpointSignatureWrong = "checkpoint-signature-wrong"
    case checkpointKeyUnknown = "checkpoint-key-unknown"
    case checkpointOriginWrong = "checkpoint-origin-wrong"
    case checkpointKeyOutOfTime = "checkpoint-key-out-of-time"
    case savedCheckpointUnusable = "saved-checkpoint-unusable"
    case rolledBack = "rolled-back"
    case forked = "forked"
    case twoRoots = "two-roots"
    case missingTail = "missing-tail"
    case quorumMissed = "quorum-missed"
    // The tree.
    case entriesMissing = "entries-missing"
    case entriesMalformed = "entries-malformed"
    case rootMismatch = "root-mismatch"
    case tileMissing = "tile-missing"
    case tileChanged = "tile-changed"
    // The manifests.
    case manifestMalformed = "manifest-malformed"
    case manifestMissing = "manifest-missing"
    case manifestChanged = "manifest-changed"
    case chainBroken = "chain-broken"
    case sequenceGap = "sequence-gap"
    case sequenceOverlap = "sequence-overlap"
    case periodGap = "period-gap"
    case periodOverlap = "period-overlap"
    case archiveRepeated = "archive-repeated"
    // Erasures.
    case erasureMalformed = "erasure-malformed"
    case erasureMissing = "erasure-missing"
    case erasureChanged = "erasure-changed"
    case erasureUndone = "erasure-undone"
    case erasedMissing = "erased-missing"
    case erasedWrong = "erased-wrong"
    case erasedNamed = "erased-named"
    case unfinishedErasure = "unfinished-erasure"
    // The files.
    case archiveMissing = "archive-missing"
    case archiveSwapped = "archive-swapped"
    case zipChanged = "zip-changed"
    case saltsMissing = "salts-missing"
    case saltsWrong = "salts-wrong"
    case notAFile = "not-a-file"
    case unlisted = "unlisted"
    case unfinishedNight = "unfinished-night"
    case staleTemporary = "stale-temporary"
    case timestampMalformed = "timestamp-malformed"
    case timestampWrong = "timestamp-wrong"
    case timestampUntrusted = "timestamp-untrusted"
    case unreadable = "unreadable"
    case searchIndexWrong = "search-index-wrong"
    // A zip's structure.
    case zipTruncated = "zip-truncated"
    case zipLeadingBytes = "zip-leading-bytes"
    case zipTrailingBytes = "zip-trailing-bytes"
    case zipComment = "zip-comment"
    case zipSecondEndRecord = "zip-second-end-record"
    case zipDirectoryMalformed = "zip-directory-malformed"
    case zipGap = "zip-gap"
    case zipOrphanEntry = "zip-orphan-entry"
    case zipOverlap = "zip-overlap"
    case zipHeaderMismatch = "zip-header-mismatch"
    case zipNameUnsafe = "zip-name-unsafe"
    case zipNameRepeated = "zip-name-repeated"
    case zipNameCaseTwin = "zip-name-case-twin"
    case zipEncrypted = "zip-encrypted"
    case zipMethodUnknown = "zip-method-unknown"
    case zipLonger = "zip-longer-than-declared"
    case zipShorter = "zip-shorter-than-declared"
    case zipCRCWrong = "zip-crc-wrong"
    case zipDataDamaged = "zip-data-damaged"
    case zipDataTruncated = "zip-data-truncated"
    case zipDataTrailing = "zip-data-trailing"
    // The log in it.
    case entryMissing = "entry-missing"
    case entryUnexpected = "entry-unexpected"
    case csvChanged = "csv-changed"
    case rowsChanged = "rows-changed"
    case headerWrong = "header-wrong"
    case countWrong = "count-wrong"
    case lateWrong = "late-wrong"
    case statusesWrong = "statuses-wrong"
    case rowMalformed = "row-malformed"
    case rowRepeated = "row-repeated"
    case rowsOutOfOrder = "rows-out-of-order"
    case rowUnreadable = "row-unreadable"
    case noLog = "no-log"
    case entryNotRead = "entry-not-read"
    // Anomalies of events: real gateways produce all of these.
    case deliveredBeforeSent = "delivered-before-sent"
    case eventBeforeStep = "event-before-step"
    case openedWithoutCreated = "opened-without-created"
    case eventAfterEnd = "event-after-end"
    case overTenAttempts = "over-ten-attempts"
    case eventRepeated = "event-repeated"
    case anomaliesUnchecked = "anomalies-unchecked"
    case eventInFuture = "event-in-future"
    case formulaCells = "formula-cells"

    /// The code of a fault in a zip.
    package init(_ kind: ZipFault.Kind) {
        // Each kind's code is one of these: a test checks all.
        self = FindingCode(rawValue: kind.code) ?? .zipDirectoryMalformed
    }

    /// How grave such a finding is.
    public var gravity: Gravity {
        switch self {
        case .archiveEmpty, .checkpointMissing, .savedCheckpointUnusable, .unreadable, .zipEncrypted, .zipMethodUnknown,
            .noLog:
            .unchecked
        case .missingTail, .quorumMissed, .entriesMissing, .tileMissing, .manifestMissing, .archiveMissing,
            .saltsMissing, .erasureMissing, .erasedMissing, .unfinishedErasure, .unfinishedNight:
            .incomplete
        case .staleTemporary, .searchIndexWrong, .entryNotRead, .deliveredBeforeSent, .eventBeforeStep,
            .openedWithoutCreated,
            .eventAfterEnd,
            .overTenAttempts, .eventRepeated, .anomaliesUnchecked, .eventInFuture, .formulaCells:
            .warning
        default: .changed
        }
    }
}

/// How grave a finding is.
public enum Gravity: String, Sendable, Comparable {
    /// Worth knowing; nothing is wrong with the history.
    case warning
    /// Something is missing.
    case incomplete
    /// Something differs from what was signed, or cannot have been written so.
    case changed
    /// Something could not be read, so it is neither right nor wrong.
    case unchecked

    /// Whether a finding is less grave than another.
    public static func < (left: Gravity, right: Gravity) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .warning: 0
        case .incomplete: 1
        case .changed: 2
        case .unchecked: 3
        }
    }
}
