import ArgumentParser

/// A folder that keeps tallies of logs.
struct CacheOptions: ParsableArguments {
    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "Folder that keeps a tally of each log, to be read in its place while it is unchanged; may be removed at any time.",
            valueName: "folder"),
        completion: .directory)
    var folder: String?
}
