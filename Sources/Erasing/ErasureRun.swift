public import EventStore
import Export
import Ledger
public import TrackingLog
public import TransparencyLog

/// Erases people, devices and messages from a store and its archive.
///
/// What is replaced is whom rows are about: tracking code, target, device and payload. What happened stays, and so do the
/// counts of reports. The new files of nights are written first, then the store's events are written again and the logs of
/// jobs that hold such rows are removed, and at last the ledger gets its entry. So a run that was stopped anywhere is visible
/// in the archive until it is run again.
public struct ErasureRun: Sendable {
    private let store: EventStore
    private let archive: (path: String, keys: [SigningKey])?
    private let subjects: ErasureSubjects
    private let name: JSONPointer
    /// Receives the number of nights done, of how many, in each of three passes.
    public var progress: (@Sendable (_ pass: Pass, _ done: Int, _ of: Int) -> Void)?
    /// Whether nights are passed over that their search indexes rule out. An index is not trusted: it may leave out rows.
    public var usesIndexes = true
    /// The time that recorders have to finish what they began.
    var grace: Duration = .seconds(3)

    /// A pass over nights.
    public enum Pass: String, Sendable {
        /// All nights are read.
        case looking
        /// The rows are found.
        case finding
        /// The files are written.
        case writing
    }

    /// Creates a run.
    ///
    /// - Parameters:
    ///   - list: whom it is about.
    ///   - store: the store.
    ///   - archive: the archive's folder, and the keys that sign; nil where no night was ever sealed.
    ///   - person: where payloads have the user.
    ///   - name: where payloads have the message's name.
    public init(
        of list: ErasureList, from store: EventStore, archive: (path: String, keys: [SigningKey])?,
        person: JSONPointer = .userID, name: JSONPointer = .name
    ) {
        self.store = store
        self.archive = archive
        self.name = name
        subjects = ErasureSubjects(people: list.people, devices: list.devices, codes: list.codes, person: person)
    }

    /// Finds what there is to erase, and changes nothing. That needs no key.
    public func search(at now: Timestamp = .now) throws -> ErasureFindings {
        var nights: [LedgerNight] = []
        var isUnfinished = try StoreErasing(of: store, subjects).wasStopped()
        if let archive {
            try agreement(with: archive).checkAgreement()
            // The agreement was checked with the keys, if there are any.
            nights = try LedgerState(archive: archive.path, keys: nil)?.nights() ?? []
            isUnfinished = try isUnfinished || ArchiveEraser.wasStopped(in: archive.path)
        }
        return ErasureFindings(try find(in: nights, at: now), isUnfinished: isUnfinished)
    }

    /// Erases.
    ///
    /// - Parameter now: the current moment.
    /// - Throws: `NightlyError` where the archive is not the store's; `LedgerError`; `StoreError`.
    public func run(at now: Timestamp = .now) throws -> ErasureOutcome {
        let wasStopped = try StoreErasing(of: store, subjects).wasStopped()
        guard let archive else {
            let found = try find(in: [], at: now)
            let erased = try eraseEvents(found)
            try StoreErasing(of: store, subjects).end()
            return outcome(of: found, erased, [], nil, wasStopped: wasStopped, at: now)
        }
        let agreement = agreement(with: archive)
        // Before anything is made there: another disk may be mounted.
        if try LedgerState(archive: archive.path, keys: nil) == nil { try agreement.checkAgreement() }
        var eraser = try ArchiveEraser(archive: archive.path, keys: archive.keys)
        // And now that no other run can change it.
        try agreement.checkAgreement()
        try eraser.removeUnfinishedNight()
        let found = try find(in: eraser.nights, at: now)
        let pseudonyms = pseudonyms(for: found)
        let total = found.archive.nights.count
        var done = 0
        try eraser.stage(found.archive.nights, pseudonyms: pseudonyms.of) { [progress] _ in
            done += 1
            progress?(.writing, done, total)
        }
        let erased = try eraseEvents(found, pseudonyms, wasStopped: eraser.isRepeated)
        // An event may have been recorded meanwhile that is the first one to say whose message it is of. Its message is kept
        // for the next run, which finds the message's sealed rows.
        guard erased.messages.isSubset(of: found.messages) else { throw ErasureError.recordedMeanwhile }
        let published = try eraser.publish(at: now)
        if !published.isEmpty, let checkpoint = eraser.checkpoint { try agreement.remember(checkpoint) }
        try StoreErasing(of: store, subjects).end()
        return outcome(
            of: found, erased, published, eraser.signedCheckpoint, wasStopped: wasStopped || eraser.isRepeated, at: now)
    }

    // MARK: - Steps

    struct Found: Sendable {
        var archive = ArchiveSearch.Findings()
        var store: StoreFindings
        /// The messages that are about one of the people.
        var messages: Set<MessageKey>
        var results: (clean: Set<JobID>, others: Int)
    }

    private func agreement(with archive: (path: String, keys: [SigningKey])) -> NightlyRun {
        NightlyRun(of: store, into: archive.path, keys: archive.keys)
    }

    private func find(in nights: [LedgerNight], at now: Timestamp) throws -> Found {
        let rows = ArchiveRows(of: archive?.path ?? "")
        var search = ArchiveSearch(rows: rows, nights: nights, subjects: subjects, usesIndexes: usesIndexes)
        search.progress = { [progress] in progress?(.looking, $0, $1) }
        let sighting = try search.look()
        let erasing = StoreErasing(of: store, subjects, grace: grace)
        // What a run that was stopped had learned from events that are erased since.
        let earlier = try erasing.messagesOfStoppedRun()
        let events = try erasing.find(messages: sighting.messages.union(earlier))
        let messages = sighting.messages.union(events.people).union(earlier)
        search.progress = { [progress] in progress?(.finding, $0, $1) }
        let results = ResultSearch(jobs: LogJobs(of: store), subjects: subjects, messages: messages)
        var found = Found(
            archive: try search.find(sighting, of: messages), store: events, messages: messages,
            results: try results.run(at: now))
        let pseudonyms = pseudonyms(for: found)
        found.archive.nights = found.archive.nights.compactMap { $0.replacingCodes(where: pseudonyms.replacesCode) }
        return found
    }

    private func pseudonyms(for found: Found) -> Pseudonymization {
        let kept = found.archive.kept.union(found.store.kept)
        return Pseudonymization(of: subjects, replacing: found.messages.subtracting(kept), name: name)
    }

    /// Erases events of the store, and removes the logs that hold such rows.
    private func eraseEvents(
        _ found: Found, _ pseudonyms: Pseudonymization? = nil, wasStopped: Bool = false
    ) throws -> (events: Int, results: Int, messages: Set<MessageKey>) {
        let erasing = StoreErasing(of: store, subjects, grace: grace)
        let isNeeded = try !found.store.isEmpty || found.results.others > 0 || wasStopped || erasing.wasStopped()
        guard isNeeded else { return (0, 0, []) }
        let pseudonyms = pseudonyms ?? self.pseudonyms(for: found)
        let erased = try erasing.run(
            messages: found.messages, keeping: found.results.clean, pseudonyms: pseudonyms.of)
        let folder = ResultFolder(of: store)
        for result in erased.results { folder.remove(result) }
        // Of jobs that are over and were not swept yet.
        try LogJobs(of: store).tidyUp()
        return (erased.events, erased.results.count, erased.messages)
    }

    private func outcome(
        of found: Found, _ erased: (events: Int, results: Int, messages: Set<MessageKey>),
        _ published: [PublishedErasure], _ checkpoint: [UInt8]?,
        wasStopped: Bool, at now: Timestamp
    ) -> ErasureOutcome {
        ErasureOutcome(
            time: now, rows: found.archive.nights.reduce(0) { $0 + $1.count }, nights: found.archive.nights.count,
            events: erased.events, results: erased.results, hasTraces: !found.store.isEmpty, entries: published,
            wasStopped: wasStopped, checkpoint: checkpoint.map { String(decoding: $0, as: UTF8.self) })
    }
}
