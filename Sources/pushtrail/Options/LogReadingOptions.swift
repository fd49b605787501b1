import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// How logs are read, and where things are found in them: all that a tally is made with.
struct LogReadingOptions: ParsableArguments {
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
}
