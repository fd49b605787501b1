import ArgumentParser
import TrackingLog

/// The zone of input times without one.
struct InputTimeZone: ParsableArguments {
    @Option(
        name: .customLong("input-timezone"),
        help: ArgumentHelp(
            "Time zone of input times without one, such as Europe/Berlin (default: UTC).", valueName: "zone"),
        transform: TimeArgument.zone)
    var zone: LocalZone?
}
