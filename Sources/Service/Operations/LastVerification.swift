import EventStore
import Ledger
import TrackingLog

/// The last verification that found every night of the store's archive complete and unchanged, as `verify --record` recorded it.
struct LastVerification: Sendable {
    /// The last night that it covered.
    let night: Day
    /// When it ended.
    let time: Timestamp

    /// Reads a file of records.
    ///
    /// - Returns: nil if the file cannot be read, or has no such record.
    init?(recordedIn path: String, of store: StoreGauges) {
        guard let ledger = store.ledger, let first = store.sealedFrom,
            let records = try? VerificationRecord.read(path).records
        else { return nil }
        let whole = records.last { record in
            guard record.isWhole, let checkpoint = record.checkpoint else { return false }
            return checkpoint.origin.isSame(as: ledger.origin) && checkpoint.size > 0 && checkpoint.size <= ledger.size
        }
        guard let whole, let size = whole.checkpoint?.size else { return nil }
        // No day is left out between the nights of a ledger.
        night = first.adding(days: Int64(size - 1))
        time = whole.time
    }
}
