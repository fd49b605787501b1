import ArgumentParser
import TrackingLog

/// The zone of input times that name none.
struct InputTimeZone: ParsableArguments {
    @Option(
        name: .customLong("input-timezone"),
        help: ArgumentHelp(
            "What times without a zone mean in the input: a zone as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: TimeArgument.zone)
    var zone: LocalZone?
}
