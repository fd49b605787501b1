import ArgumentParser
import Presentation

/// `pushtrail statuses`: the statuses that are known, and how each counts.
struct StatusesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statuses",
        abstract: "List the statuses of events and how they count.",
        discussion: "Case does not matter. Other statuses are recorded too, and counted under their own names.")

    @Flag(help: "Print an array of JSON objects.")
    var json = false

    @OptionGroup var shared: SharedOptions

    func run() throws { try StandardOutput.write(StatusesAnswer(), asJSON: json) }
}
