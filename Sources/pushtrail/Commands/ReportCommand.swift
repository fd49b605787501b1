import Analysis
import ArgumentParser
import LogArchive

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "report")
    @Option var workers = 2
    @Argument var inputs: [String]
    func run() throws {
        var analysis = LogAnalysis()
        analysis.reading.workers = workers
        let (report, reading) = try analysis.report(on: inputs.map { .path($0) })
        dump(report.totals)
        dump(report.groups.map { ($0.by, $0.totals.messages, $0.totals.devices, $0.totals.persons) })
        for reason in report.reasons { print(reason.platform, reason.name, reason.deliveries, reason.events) }
        print(reading.sources, reading.failures, reading.warnings, report.quality)
    }
}
