import Export
import Ledger
import Presentation
import TransparencyLog
import Witness

/// The witnesses' part in a nightly run.
struct Cosigning {
    /// Who cosigned the checkpoint; nil if there is no checkpoint yet.
    private(set) var summary: NightlyAnswer.Witnesses?
    /// The checkpoint with the new cosignatures; nil if there are none.
    private(set) var checkpoint: [UInt8]?
    /// What went wrong; it does not undo the sealing.
    private(set) var troubles: [Failure] = []

    /// Asks the witnesses that have not cosigned the checkpoint, and keeps their cosignatures with it.
    ///
    /// - Parameters:
    ///   - round: the witnesses.
    ///   - outcome: what was sealed.
    ///   - archive: the archive's folder.
    ///   - keys: the keys that sign the ledger.
    ///   - shared: how much is printed.
    init(
        by round: CosigningRound, of outcome: NightlyOutcome, in archive: String, keys: [SigningKey],
        _ shared: SharedOptions
    ) {
        do throws(LedgerError) {
            guard let state = try LedgerState(archive: archive, keys: keys.map(\.verifier)) else { return }
            // Witnesses know the size before this run, unless they missed one: they say so.
            let old = max(0, state.checkpoint.size - outcome.nights.count)
            let asked = round.ask(state.note, tree: state.tree, from: old)
            var note = state.note
            if !asked.lines.isEmpty {
                var writer = try LedgerWriter(archive: archive, keys: keys)
                try writer.add(asked.lines, of: note.text)
                note = writer.note ?? note
                checkpoint = note.bytes
            }
            let shortfall = round.policy.shortfall(of: note)
            summary = NightlyAnswer.Witnesses(
                cosigners: round.policy.cosigners(of: note).map(\.name.description), hasQuorum: shortfall == nil)
            for failure in asked.failures {
                if failure.isAlarm {
                    troubles.append(
                        .badNews(
                            "no cosignature from \(failure)",
                            hint: "compare its checkpoint with the archive's: an older copy may have been restored"))
                } else if shortfall != nil {
                    troubles.append(.badNews("no cosignature from \(failure)"))
                } else {
                    shared.warn("no cosignature from \(failure)")
                }
            }
            if let shortfall {
                troubles.append(.badNews("\(shortfall)", hint: "what was sealed stays; the next run asks again"))
            }
        } catch {
            troubles.append(.badNews("the witnesses were not asked: \(error)", hint: "the next run asks again"))
        }
    }
}
