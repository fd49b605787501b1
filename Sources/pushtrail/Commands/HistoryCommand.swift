import ArgumentParser
import Ledger
import LogArchive
import Presentation
import TrackingLog
import TransparencyLog

/// `pushtrail history`: the nights of an archive.
struct HistoryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "List the nights of an archive.",
        discussion: """
            Shows what the ledger says of each night, and whether its files exist in the sizes that were sealed. `pushtrail \
            verify` checks their bytes. With the file that its --record wrote, each night shows when it was last found \
            complete.

            Exit codes: 2 some night is not there as it was sealed; 1 the archive was rolled back or replaced since it was \
            verified.
            """)

    @Argument(help: ArgumentHelp("Folder of the archive.", valueName: "dir"), completion: .directory)
    var archive: String

    @Option(
        help: ArgumentHelp("File written by `verify --record`: show when each night was verified.", valueName: "file"),
        completion: .file())
    var record: String?

    @OptionGroup var answer: AnswerOptions<PageFormatName>
    @OptionGroup var shared: SharedOptions

    func run() throws {
        let output = try answer.open(inputs: [.path(archive)])
        let history = try History(of: archive, verifications: record.map(records) ?? [])
        try output.write(HistoryAnswer(history, showsVerifications: record != nil, at: .now))
        for stranger in history.strangers {
            guard let checkpoint = stranger.checkpoint else { continue }
            shared.warn(
                """
                a ledger of \(checkpoint.size.counting("entry", "entries")) with the root \(checkpoint.root) was verified on \(stranger.time); \
                the archive was rolled back or replaced: it does not extend that
                """)
        }
        if !history.strangers.isEmpty { throw Failure.silent(.badNews) }
        if history.nights.contains(where: { $0.state != .present }) { throw Failure.silent(.incomplete) }
    }

    private func records(_ path: String) throws -> [VerificationRecord] {
        let file = try VerificationRecord.read(path)
        try file.checkThatItIsOne(path)
        let (records, strange) = (file.records, file.strange)
        if let first = strange.first {
            let more = strange.count > 1 ? ", as were \((strange.count - 1).counting("line")) after it" : ""
            shared.warn("\(path):\(first): not what verify --record writes; passed over\(more)")
        }
        if let last = records.last(where: { $0.checkpoint == nil }) {
            shared.warn("ignored a verification of \(last.time): it found no ledger signed by its key")
        }
        return records
    }
}
