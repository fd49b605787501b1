import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// How logs are read, and where people stand in them.
struct InputOptions: ParsableArguments {
    @OptionGroup var aliases: AliasOptions
    @OptionGroup var logs: LogReadingOptions

    /// The zone of input times without one.
    var timeZone: InputTimeZone { logs.timeZone }

    /// How logs are read.
    func reading() throws -> ReadingOptions { try logs.reading() }

    /// Where things are found in a log.
    var places: Tally.Options { logs.places }

    /// The analysis that these options describe.
    ///
    /// - Parameter shared: says what was read of the aliases.
    func analysis(telling shared: SharedOptions) throws -> LogAnalysis {
        var analysis = LogAnalysis()
        analysis.aliases = try aliases.read(telling: shared)
        analysis.reading = try reading()
        analysis.options = places
        return analysis
    }
}
