import ArgumentParser
import EventStore
import Export
import TrackingLog

/// The log to write.
struct LogOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Only events of this UTC day, YYYY-MM-DD, within the window.", valueName: "date"),
        transform: TimeArgument.day)
    var date: Day?

    @OptionGroup var asOf: AsOfOptions

    @Option(help: ArgumentHelp("Only events of this app.", valueName: "code"))
    var app: String?

    /// The request.
    func request() throws -> LogRequest {
        do throws(RequestError) {
            return try LogRequest(asOf: asOf.moment, date: date, apps: app.map { [$0] })
        } catch {
            throw Failure(.wrongUsage, "\(error)", hint: "--as-of is the end of the 14 days")
        }
    }
}
