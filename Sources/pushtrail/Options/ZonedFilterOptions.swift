import Analysis
import ArgumentParser
import TrackingLog

/// The messages that an answer covers, where its days are those of a zone of their own.
struct ZonedFilterOptions: ParsableArguments {
    @Option(
        name: .customLong("timezone"),
        help: ArgumentHelp(
            "Time zone of --since and --until, such as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: TimeArgument.zone)
    var zone: LocalZone?

    @OptionGroup var filters: FilterOptions

    func validate() throws { _ = try filter() }

    func filter() throws -> MessageFilter { try filters.filter(in: zone) }
}
