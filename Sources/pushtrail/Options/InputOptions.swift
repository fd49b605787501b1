import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// How logs are read, and where people stand in them.
struct InputOptions: ParsableArguments {
    @OptionGroup var aliases: AliasOptions
    @OptionGroup var pointers: PointerOptions
    @OptionGroup var timeZone: InputTimeZone
    @OptionGroup var foreign: ForeignOptions

    /// How logs are read.
    func reading() throws -> ReadingOptions {
        var reading = ReadingOptions()
        reading.zone = timeZone.zone
        try foreign.apply(to: &reading)
        return reading
    }

    /// Where things are found in a log.
    var places: Tally.Options {
        var options = Tally.Options()
        options.person = pointers.person
        options.name = pointers.name
        return options
    }

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
