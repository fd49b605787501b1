import Alerts
import ArgumentParser
import Diagnosis
import EventStore
import Export
import Foundation
import Ledger
import Presentation
import TrackingLog
import TransparencyLog

/// `pushtrail nightly`: seal everything recorded since the last archive.
struct NightlyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly",
        abstract: "Seal each day's events in an archive and a signed ledger.",
        discussion: """
            Every event belongs to one night: the UTC day on which it happened, as far as that day is not sealed yet. What \
            is recorded after its day was sealed goes, late, to the next night. Missed nights are caught up, nights \
            without events get an archive too. Nothing sealed is ever rewritten. A run that was stopped is simply run again.

            With --recover the store may be older than the archive, or empty: restored from a backup, or made by `store \
            create`. Every byte of the nights that it lacks is checked, then their events are taken back into it. Events \
            of those days that only the store has are late.

            With --prune the store then loses the events that are in an archive, of which every byte is checked first, and \
            that no log needs any more: those that happened before the day on which the 14 days of a log begin, of messages \
            created before it. From then on events from before that day are rejected, and logs that reach further back are \
            refused. The store's file keeps its size; the room is used again.

            With --policy the witnesses of a file (C2SP tlog-policy) are asked to cosign the checkpoint, those that have not \
            yet; the cosignatures are kept with it. Witnesses that cannot be reached undo nothing: the next run asks again.

            Exit codes: 0 all sealed, or nothing to seal; 1 sealed, but the quorum of witnesses is missed, or copying, \
            timestamping or pruning failed, files of an \
            earlier night are missing or changed, or an erasure was stopped; 3 nothing can be \
            sealed: the store is damaged, the archive's disk is not mounted, the ledger is not the one that the store \
            remembers, another run is under way, the archive does not continue its --checkpoint-copy.
            """)

    @OptionGroup var store: StoreOptions

    @Option(
        help: ArgumentHelp("Folder of the archive; the first run creates it.", valueName: "dir"), completion: .directory
    )
    var archive: String

    @Option(
        help: ArgumentHelp("Key file from `key new`; give two while replacing a key.", valueName: "file"),
        completion: .file())
    var key: [String]

    @Option(
        help: ArgumentHelp("Last day to seal (default: yesterday, UTC).", valueName: "date"),
        transform: TimeArgument.day)
    var through: Day?

    @Option(
        help: ArgumentHelp(
            "Run this shell command with the new checkpoint on its standard input, and keep what it prints (an RFC 3161 "
                + "answer) beside the checkpoint.", valueName: "command"))
    var timestampCommand: String?

    @Option(
        help: ArgumentHelp(
            "Also keep the checkpoint in this file. Nothing is sealed if the archive does not extend it.",
            valueName: "file"), completion: .file())
    var checkpointCopy: String?

    @OptionGroup var witnesses: WitnessOptions

    @Flag(help: "Then remove from the store what is sealed, whole in its archive, and in no log's 14 days any more.")
    var prune = false

    @Flag(help: "First restore nights that the archive has and the store lacks.")
    var recover = false

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup(title: "Alerts") var notify: NotifyOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        try notify.check(hasRules: false)
        if checkpointCopy == "-" { throw ValidationError("--checkpoint-copy takes a file: it is read before each run") }
    }

    func run() throws {
        let letter = try notify.mailTarget(besides: .standardOutput, store: store.path)
        var notices: [Notice] = []
        do {
            notices = try seal()
        } catch {
            let failure = Failure(error)
            let words = [failure.message, failure.hint].compactMap(\.self)
            let notice = Notice(
                nightly: "The night is not sealed", troubles: words, severity: .serious, archive: archive, at: .now)
            // What went wrong first is what the run ends with.
            if failure.status == .couldNotRun { try? notify.send([notice], mail: letter, shared) }
            throw error
        }
        try notify.send(notices, mail: letter, shared)
        if notices.contains(where: { $0.severity == .serious }) { throw Failure.silent(.badNews) }
    }

    /// Seals the nights, and prints what came of it.
    ///
    /// - Returns: what people must know: serious if something failed.
    private func seal() throws -> [Notice] {
        // Before anything is made.
        if let checkpointCopy { try CheckpointCopies.check(checkpointCopy, against: archive) }
        let keys = try key.map { try SigningKey(path: $0) }
        let round = try witnesses.round(for: keys)
        let bar = ProgressBar("nightly", counting: "events", options: shared)
        var nightly = NightlyRun(of: try EventStore(path: store.path), into: archive, keys: keys)
        nightly.progress = { bar.update(done: $1, of: $2, count: $1) }
        let now = Timestamp.now
        let last = through ?? now.day.adding(days: -1)
        let outcome = try nightly.run(through: last, now: now, isRecovering: recover) { manifest in
            bar.clear()
            shared.detail("\(manifest.archive): \(manifest.events.counting("event")), \(manifest.late.grouped) late")
        }
        bar.clear()
        // Before the checkpoint is handed on: copies and timestamps are of what witnesses cosigned, too.
        let cosigned = round.map { Cosigning(by: $0, of: outcome, in: archive, keys: keys, shared) }
        let checkpoint = cosigned?.checkpoint ?? outcome.checkpoint
        var troubles =
            (cosigned?.troubles ?? []) + passOn(checkpoint, of: outcome) + findChangedNights() + findStoppedErasure()
        var pruned: PrunedRows?
        if prune {
            do {
                pruned = try nightly.prune(now: now)
            } catch let error as NightlyError {
                troubles.append(.badNews("nothing was pruned: \(error)", hint: error.hint))
            }
        }
        for trouble in troubles { trouble.print() }
        let answer = NightlyAnswer(
            outcome, pruned: pruned, through: last, archive: archive, witnesses: cosigned?.summary)
        try StandardOutput.write(answer, asJSON: json)
        return notices(of: troubles.compactMap(\.message), outcome)
    }

    private func notices(of troubles: [String], _ outcome: NightlyOutcome) -> [Notice] {
        if !troubles.isEmpty {
            let title =
                outcome.nights.isEmpty ? "The nightly run had trouble" : "The night is sealed, but not all went well"
            return [Notice(nightly: title, troubles: troubles, severity: .serious, archive: archive, at: .now)]
        }
        // Of several nights in one run all but the last are late, unless the archive is new.
        let late = outcome.nights.dropLast()
        guard let first = late.first, let size = outcome.ledger?.size, size > outcome.nights.count else { return [] }
        let words = "\(late.count.counting("night")) from \(first.day) on were not sealed when they were over"
        return [
            Notice(
                nightly: "Missed nights are sealed late", troubles: [words], severity: .notice, archive: archive,
                at: .now)
        ]
    }

    /// Names the nights whose files are missing or have other sizes: a copy can still replace them.
    ///
    /// - Returns: the trouble, if there is any.
    private func findChangedNights() -> [Failure] {
        guard let history = try? History(of: archive) else { return [] }
        let nights = history.nights.filter { $0.state != .present }
        guard let first = nights.first else { return [] }
        let others = nights.count > 1 ? ", and \((nights.count - 1).counting("other"))" : ""
        return [
            .badNews(
                "the night of \(first.manifest.day) is \(first.state.rawValue) in \(archive)\(others)",
                hint: "put the files back from a copy; `pushtrail verify` names all that is wrong")
        ]
    }

    /// Says that an erasure was stopped before it was complete.
    ///
    /// - Returns: the trouble, if there is any.
    private func findStoppedErasure() -> [Failure] {
        guard (try? ArchiveEraser.wasStopped(in: archive)) ?? false else { return [] }
        return [
            .badNews(
                "an erasure was stopped: somebody may not be forgotten yet",
                hint: "run `pushtrail erase` again, with all whom it was about")
        ]
    }

    /// Hands the checkpoint on: a copy that is missing or older is made whether or not something new was signed.
    ///
    /// - Parameters:
    ///   - checkpoint: the checkpoint as it is now; nil before the first night.
    ///   - outcome: what was sealed.
    /// - Returns: the failures; they do not undo the sealing.
    private func passOn(_ checkpoint: [UInt8]?, of outcome: NightlyOutcome) -> [Failure] {
        guard let checkpoint, let size = outcome.ledger?.size else { return [] }
        var troubles: [Failure] = []
        func attempt(_ what: String, _ body: () throws -> Void) {
            do {
                try body()
            } catch {
                troubles.append(.badNews("\(what): \(error)", hint: "the next run tries again"))
            }
        }
        if let path = checkpointCopy {
            attempt("the checkpoint was not copied") { try CheckpointCopies.copy(checkpoint, to: path) }
        }
        // A checkpoint whose timestamp failed gets one in the next run.
        if let command = timestampCommand {
            attempt("the checkpoint has no timestamp") {
                try CheckpointCopies.timestamp(checkpoint, size: size, in: archive, by: command)
            }
        }
        return troubles
    }
}
