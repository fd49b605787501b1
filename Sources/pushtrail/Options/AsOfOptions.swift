import ArgumentParser
import TrackingLog

/// The time that a run treats as now.
struct AsOfOptions: ParsableArguments {
    @Option(
        name: .customLong("as-of"),
        help: ArgumentHelp("Treat this as the current time; UTC without a zone (default: now).", valueName: "time"),
        transform: TimeArgument.time)
    var named: Timestamp?

    /// The named time, else the current one: ask once a run.
    var moment: Timestamp { named ?? .now }
}
