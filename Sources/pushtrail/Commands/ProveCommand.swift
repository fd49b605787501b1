import ArgumentParser
import Ledger
import Presentation
import TrackingLog

/// `pushtrail prove`: a proof that rows are in the ledger.
struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write a proof that a message's rows are in the ledger.",
        discussion: """
            The proof shows those rows and no others, and is checked offline by `pushtrail verify --proof`. It proves that \
            the rows are in the history, not that there are no others.

            Nights are passed over that the search index beside their zip rules out. No signature covers these indexes: \
            where everything depends on it, --no-index reads every row.

            Exit code 1 means that no row was found; 3 that a night could not be searched: the proof is of the others.
            """)

    @Option(help: ArgumentHelp("Folder of the archive.", valueName: "dir"), completion: .directory)
    var archive: String

    @Option(help: ArgumentHelp("Tracking code of the message.", valueName: "code"))
    var code: String

    @Option(help: ArgumentHelp("Only the rows of this status.", valueName: "status"))
    var status: String?

    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp("File to create or replace; - is standard output.", valueName: "file"), completion: .file()
    )
    var output: String

    @OptionGroup var search: SearchOptions
    @OptionGroup var shared: SharedOptions

    func run() throws {
        let target = try OutputTarget(output)
        let prover = RowProver(archive: archive, code: code, status: status, usesIndexes: !search.noIndex)
        let outcome = try prover.prove()
        reportIndexes(outcome)
        for failure in outcome.failures {
            Failure.couldNotRun(
                "a night is not searched: \(failure)", hint: "`pushtrail verify` names all that is wrong"
            )
            .print()
        }
        guard let proof = outcome.proof else {
            guard outcome.failures.isEmpty else { throw Failure.silent(.couldNotRun) }
            let what = status.map { "row of status \($0)" } ?? "row"
            throw nothingFound(what, outcome)
        }
        let text = proof.text
        guard text.utf8.count <= RowProof.maximumBytes else {
            throw Failure.couldNotRun(
                "the proof would be \(text.utf8.count.asBytes), more than `verify --proof` reads",
                hint: "prove only the rows of one status with --status")
        }
        var output = try Output(target)
        let isSeen = target.destination == .standardOutput && Terminal.standardOutput.isTerminal
        try output.write(isSeen ? text.withControlsEscaped : text)
        try output.finish()
        let rows = proof.nights.reduce(0) { $0 + $1.rows.count }
        shared.note("\(target.name): a proof of \(rows.counting("row")). \(RowProof.notice)")
        if !outcome.failures.isEmpty { throw Failure.silent(.couldNotRun) }
    }

    private func nothingFound(_ what: String, _ outcome: RowProver.Outcome) -> Failure {
        guard outcome.ruledOut > 0 else {
            return Failure(
                .badNews, "no \(what) of \(code) is in \(archive)", hint: "codes are compared letter by letter")
        }
        let nights = "\(outcome.ruledOut.grouped) of \(outcome.nights.counting("night"))"
        return Failure(
            .badNews, "no \(what) of \(code) was found in \(archive); the search indexes ruled out \(nights)",
            hint: "codes are compared letter by letter; --no-index reads every row")
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
