import EventStore
import Ledger
import LogArchive
import LogVerification
import TrackingLog
import TransparencyLog

/// Restores the events of an archive's nights in a store that does not know them: one restored from an older backup, or a
/// new one.
struct ArchiveRecovery {
    let store: EventStore
    let archive: String
    /// Receives the number of restored events of a night, and of all.
    let progress: (@Sendable (_ day: Day, _ done: Int, _ of: Int) -> Void)?

    /// Restores the missing nights.
    ///
    /// - Parameter present: the ledger, whose signature was checked.
    /// - Returns: the restored nights.
    /// - Throws: ``NightlyError/notRecoverable(_:_:)`` where an archive is not as it was sealed: nothing is restored then.
    func run(_ present: LedgerState) throws -> [Manifest] {
        let ledger = try present.nights()
        try checkChain(ledger, of: present)
        let nights = ledger.map(\.manifest).map { SealedNight(day: $0.day, first: $0.firstEvent, count: $0.events) }
        let wasStopped = try store.recoveringThrough() != nil
        let doubtful = try ledger.filter { try wasStopped || store.sealedNight($0.day) == nil }
        guard !doubtful.isEmpty else { return [] }
        try check(doubtful)
        let missing = try store.beginRecovery(of: nights)
        let wanted = doubtful.map(\.manifest).filter { manifest in missing.contains { $0.day == manifest.day } }
        for manifest in wanted where manifest.events > 0 { try restore(manifest) }
        let checkpoint = present.checkpoint
        try store.endRecovery(
            of: missing,
            in: KnownLedger(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root.base64))
        return wanted
    }

    /// Checks that each night follows the one before it, and each entry of the ledger too.
    private func checkChain(_ nights: [LedgerNight], of ledger: LedgerState) throws {
        for (last, next) in zip(nights, nights.dropFirst()) {
            let before = ledger.entries[next.index - 1]
            guard next.day == last.day.adding(days: 1), next.manifest.firstEvent == last.manifest.lastEvent + 1,
                next.manifest.previous == SHA256Hash.of(before)
            else { throw LedgerError.contradiction("the night of \(next.day) does not follow that of \(last.day)") }
        }
    }

    /// Checks every byte before anything is restored. Without their salts, or the list of those that were erased, the rows
    /// are those of the zip that the ledger has all the same.
    private func check(_ nights: [LedgerNight]) throws {
        let findings = LedgerVerifier(keys: []).check(nights, in: archive)
        for (night, findings) in zip(nights, findings) {
            let grave = findings.filter { $0.code.gravity != .warning && !Self.recoverable.contains($0.code) }
            if let finding = grave.first { throw NightlyError.notRecoverable(night.day, finding) }
        }
    }

    private static let recoverable: Set<FindingCode> = [.saltsMissing, .saltsWrong, .erasedMissing, .erasedWrong]

    private func restore(_ manifest: Manifest) throws {
        var options = ReadingOptions()
        options.format = .csv
        var sink = (recorder: Recorder(store, recovering: manifest.day), done: 0)
        let inputs = [LogInput.path("\(archive)/\(manifest.archive)")]
        let summary = try LogReader(options: options).read(inputs, into: &sink) { [progress] sink, batch, _ in
            guard batch.rejects.isEmpty else {
                throw LedgerError.contradiction("\(manifest.archive) has rows that cannot be read")
            }
            try sink.recorder.add(batch)
            if sink.recorder.pending >= Self.maximumRows { _ = try sink.recorder.commit(synced: false) }
            sink.done += batch.rows.count
            progress?(manifest.day, sink.done, manifest.events)
        }
        if let failure = summary.failures.first { throw LedgerError.contradiction("\(failure)") }
        _ = try sink.recorder.commit()
        try store.sync()
    }

    /// A transaction's share.
    private static let maximumRows = 64 << 10
}
