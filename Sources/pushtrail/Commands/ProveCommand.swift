import ArgumentParser
import Ledger
import Presentation
import TrackingLog

/// `pushtrail prove`: a proof that rows are in the ledger.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a proof that rows are in the ledger.",
        discussion: """
            The proof shows those rows and no others, and is checked offline by `pushtrail verify --proof`. It proves that \
            the rows are in the history, not that there are no others.

            The rows are those of a message (--code), of a status, or refused for a reason, of all nights or of some. \
            --hide whom leaves out whom they are about: the proof shows time, status, description and app of each, and \
            nobody can find the tracking code, target, device or payload from it, not even by guessing (a description may \
            quote one).

            Nights are passed over that the search index beside their zip rules out. No signature covers these indexes: \
            where everything depends on it, --no-index reads every row.

            Exit code 1 means that no row was found; 3 that a night could not be searched: the proof is of the others.
            """)

    @Option(help: ArgumentHelp("Folder of the archive.", valueName: "dir"), completion: .directory)
    var archive: String

    @Option(help: ArgumentHelp("Only the rows of the message with this tracking code.", valueName: "code"))
    var code: String?

    @Option(help: ArgumentHelp("Only the rows of this status.", valueName: "status"))
    var status: String?

    @Option(
        help: ArgumentHelp(
            "Only the rows refused for this reason, as `report` names it or as the row has it.", valueName: "reason"))
    var reason: String?

    @Option(
        help: ArgumentHelp("Only nights from this day on.", valueName: "date"), transform: TimeArgument.day)
    var from: Day?

    @Option(help: ArgumentHelp("Only nights up to this day.", valueName: "date"), transform: TimeArgument.day)
    var to: Day?

    /// What a proof can leave out.
    enum Hidden: String, CaseIterable, ExpressibleByArgument {
        case whom
    }

    @Option(help: ArgumentHelp("What to leave out: whom the rows are about (whom).", valueName: "part"))
    var hide: Hidden?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("File to create or replace; - is standard output.", valueName: "file"), completion: .file()
    )
    var output: String

    @OptionGroup var search: SearchOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard code != nil || status != nil || reason != nil else {
            throw ValidationError("say which rows: --code, --status or --reason")
        }
        if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to)") }
    }

    func run() throws {
        let target = try OutputTarget(output)
        let selection = RowSelection(code: code, status: status, reason: reason, from: from, through: to)
        let prover = RowProver(
            archive: archive, selection: selection, hidesWhom: hide != nil, usesIndexes: !search.noIndex)
        let outcome = try prover.prove()
        reportIndexes(outcome)
        for failure in outcome.failures {
            Failure.couldNotRun(
                "a night is not searched: \(failure)", hint: "`pushtrail verify` names all that is wrong"
            )
            .print()
        }
        if outcome.isTooLarge { throw Self.tooLarge }
        guard let proof = outcome.proof else {
            guard outcome.failures.isEmpty else { throw Failure.silent(.couldNotRun) }
            throw nothingFound(outcome)
        }
        let text = proof.text
        guard text.utf8.count <= RowProof.maximumBytes else { throw Self.tooLarge }
        var output = try Output(target)
        let isSeen = target.destination == .standardOutput && Terminal.standardOutput.isTerminal
        try output.write(isSeen ? text.withControlsEscaped : text)
        try output.finish()
        let rows = proof.nights.reduce(0) { $0 + $1.rows.count }
        let hidden = hide == nil ? "" : ", without whom they are about"
        shared.note("\(target.name): a proof of \(rows.counting("row"))\(hidden). \(RowProof.notice)")
        if !outcome.failures.isEmpty { throw Failure.silent(.couldNotRun) }
    }

    private static let tooLarge = Failure.couldNotRun(
        "the proof would be larger than the \(RowProof.maximumBytes.asBytes) that `verify --proof` reads",
        hint: "prove fewer rows: --code, --status, --reason, --from and --to narrow them")

    private func nothingFound(_ outcome: RowProver.Outcome) -> Failure {
        let asked = [code, status.map { "of status \($0)" }, reason.map { "refused for \($0)" }].compactMap(\.self)
        let what = code == nil ? "row \(asked.joined(separator: ", "))" : "row of \(asked.joined(separator: ", "))"
        let nights = from == nil && to == nil ? "" : " in the nights that were named"
        let compared =
            code == nil ? "`pushtrail report` names statuses and reasons" : "codes are compared letter by letter"
        guard outcome.ruledOut > 0 else {
            return Failure(.badNews, "no \(what) is in \(archive)\(nights)", hint: compared)
        }
        let share = "\(outcome.ruledOut.grouped) of \(outcome.nights.counting("night"))"
        return Failure(
            .badNews, "no \(what) was found in \(archive)\(nights); the search indexes ruled out \(share)",
            hint: "\(compared); --no-index reads every row")
    }

    /// Says which search indexes were not used, and which are missing.
    private func reportIndexes(_ outcome: RowProver.Outcome) {
        for (archive, reason) in outcome.indexFaults {
            shared.warn("\(archive): \(reason), so every row was read; `pushtrail index` makes it again")
        }
        if !outcome.unindexed.isEmpty {
            let nights = outcome.unindexed.count.counting("night")
            shared.detail("\(nights) without a search index: every row was read; `pushtrail index` makes them")
        }
        if outcome.ruledOut > 0 {
            shared.detail("search indexes ruled out \(outcome.ruledOut.grouped) of \(outcome.nights.counting("night"))")
        }
    }
}
