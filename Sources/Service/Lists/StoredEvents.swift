import Analysis
import EventStore
import TrackingLog

/// The events of a store that an answer is about, as of a moment.
struct StoredEvents: Sendable {
    private let store: EventStore
    private var selection: EventSelection

    /// - Parameters:
    ///   - start: the earliest creation of a message. A message that began later was created later, too.
    ///   - apps: the apps that may be read; nil means all.
    init(_ store: EventStore, createdFrom start: Timestamp, apps: AppCodes?, upTo moment: ListMoment) {
        self.store = store
        selection = EventSelection(created: start...max(start, .latest), apps: apps)
        selection.lastRecorded = moment.lastRecorded
    }

    /// The events of some days, whatever their messages.
    init(_ store: EventStore, on days: ClosedRange<Day>, apps: AppCodes?, upTo moment: ListMoment) {
        self.store = store
        selection = .everything
        selection.days = days
        selection.apps = apps
        selection.lastRecorded = moment.lastRecorded
    }

    /// Checks that the store still has all of them.
    func checkThatNothingIsPruned() throws(StoreError) {
        let start = max(selection.created.lowerBound, selection.days.lowerBound.start)
        if let before = try store.prunedBefore(), start < before { throw .pruned(before: before, needed: start) }
    }

    /// Folds them.
    ///
    /// - Parameter isWanted: leaves batches' rows out that cannot matter; nil folds all.
    func fold(into tally: inout Tally, where isWanted: (@Sendable (EventRow, EventBatch) -> Bool)? = nil) throws {
        try store.readEvents(selection, into: &tally) { _, batch in
            guard let isWanted else { return batch }
            var wanted = batch
            wanted.rows = batch.rows.filter { isWanted($0, batch) }
            return wanted
        } consume: { tally, batch in
            tally.fold(batch)
        }
    }

    /// Writes lines of them, in the order of the log.
    ///
    /// - Parameter lines: the lines of a batch; called by several threads at once.
    func write(to list: inout AnswerListWriter, lines: @Sendable (EventBatch) throws -> [UInt8]) throws {
        try store.readEvents(selection, into: &list) { _, batch in
            try lines(batch)
        } consume: { list, lines in
            try list.append(lines)
        }
    }
}
