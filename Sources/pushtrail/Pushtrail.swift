import ArgumentParser
import Durability

/// The command line: what people come for, and the commands that answer it.
@main
struct Pushtrail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pushtrail",
        abstract: "Record, export and explain push notifications, and prove their history.",
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Record and export",
                subcommands: [
                    IngestCommand.self, ExportCommand.self, RequestCommand.self, ResultsCommand.self,
                ]),
            CommandGroup(
                name: "Understand",
                subcommands: [
                    ReportCommand.self, DiagnoseCommand.self, DeliveriesCommand.self, SegmentCommand.self,
                    TimelineCommand.self, ReasonsCommand.self,
                    StatusesCommand.self, FormatsCommand.self, ReconcileCommand.self, QACommand.self,
                    TallyCommand.self,
                ]),
            CommandGroup(
                name: "Prove",
                subcommands: [
                    NightlyCommand.self, VerifyCommand.self, ProveCommand.self, IndexCommand.self, HistoryCommand.self,
                    EraseCommand.self, KeyCommand.self, WitnessCommand.self,
                ]),
            CommandGroup(
                name: "Operate",
                subcommands: [ServeCommand.self, TokenCommand.self, StoreCommand.self, SimulateCommand.self]),
        ].filter { !$0.subcommands.isEmpty })

    func run() async throws { throw Self.missingSubcommand() }

    /// Parses and runs. Every error ends in ``Failure/end(_:)`` and its exit code.
    static func main() async {
        // Before anything is opened, a pipe for signals included.
        StandardStreams.secure()
        StandardOutput.ignoreClosedPipes()
        ProcessMemory.tidyUpWhenExhausted()
        Temporaries.removeWhenInterrupted()
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure.end(error)
        }
    }
}
