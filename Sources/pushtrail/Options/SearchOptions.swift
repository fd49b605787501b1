import ArgumentParser

/// Whether rows are searched for by the indexes beside zips.
struct SearchOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Read every row. By default rows are passed over that the search index beside an archive's zip rules out."))
    var noIndex = false
}
