import TrackingLog

/// The failed rows that decide why a delivery failed.
struct DecidingFailure: BitwiseCopyable {
    var refusal: RefusalRecord
    var platform: Platform
}

extension ResolvedTally {
    /// Why a delivery failed; nil unless it did.
    func failure(of delivery: Int, in shard: Int) -> DecidingFailure? {
        decidingRefusal(of: delivery, in: shard).map {
            DecidingFailure(refusal: $0, platform: outcomes[shard].deliveries[delivery].platform)
        }
    }

    /// Whether a failure decides over one of another delivery: by `RefusalRule`, then by the reason's name.
    func outranks(_ failure: DecidingFailure, _ other: DecidingFailure) -> Bool {
        if failure.refusal.outranks(other.refusal, tally.labels) { return true }
        if other.refusal.outranks(failure.refusal, tally.labels) { return false }
        return withReason(of: failure) { mine in withReason(of: other) { theirs in theirs.isBefore(mine) } }
    }

    /// Calls `body` with the name of a failure's reason.
    func withReason<Result>(of failure: DecidingFailure, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        meanings.withReason(of: failure.refusal, on: failure.platform, tally.labels, body)
    }
}
