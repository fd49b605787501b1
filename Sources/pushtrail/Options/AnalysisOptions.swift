import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// How logs are read for an answer about messages and people.
struct AnalysisOptions: ParsableArguments {
    @OptionGroup var aliases: AliasOptions
    @OptionGroup var pointers: PointerOptions
    @OptionGroup var timeZone: InputTimeZone
    @OptionGroup var foreign: ForeignOptions

    /// The analysis that these options describe.
    ///
    /// - Parameter shared: says what was read of the aliases.
    func analysis(telling shared: SharedOptions) throws -> LogAnalysis {
        var analysis = LogAnalysis()
        analysis.aliases = try aliases.read(telling: shared)
        analysis.reading.zone = timeZone.zone
        try foreign.apply(to: &analysis.reading)
        analysis.options.person = pointers.person
        analysis.options.name = pointers.name
        return analysis
    }
}
