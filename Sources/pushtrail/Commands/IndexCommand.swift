import ArgumentParser
import Ledger
import TrackingLog

/// `pushtrail index`: the search indexes of an archive, written again.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Write the search indexes of an archive again.",
        discussion: """
            `nightly` writes an index beside each night's zip; `prove` and `timeline` use it to pass over rows that cannot be \
            what they look for. This writes all of them again: for nights sealed by earlier versions, and where one is \
            missing or damaged. Nothing that is sealed changes, and no key is needed.

            Exit code 3 means that some nights have no index, because their zip is missing or not the one that was sealed.
            """)

    @Argument(help: ArgumentHelp("Folder of the archive.", valueName: "dir"), completion: .directory)
    var archive: String

    @OptionGroup var shared: SharedOptions

    func run() throws {
        let outcome = try SearchIndexing(archive: archive).run()
        for failure in outcome.failures {
            Failure.couldNotRun(
                "a night has no search index: \(failure)", hint: "`pushtrail verify` names all that is wrong"
            )
            .print()
        }
        for day in outcome.made { shared.detail("\(day): indexed") }
        shared.note("\(archive): search indexes of \(outcome.made.count.counting("night"))")
        if !outcome.failures.isEmpty { throw Failure.silent(.couldNotRun) }
    }
}
