import ArgumentParser
import TrackingLog

/// A mistyped command: the parser says only that there are too many arguments.
struct UnknownCommand: CustomStringConvertible {
    private let name: String
    private static let names: [String] = Pushtrail.configuration.subcommands.compactMap { $0.configuration.commandName }

    /// - Parameter argument: the first argument; nil or an option is no command, and neither is one that there is.
    init?(_ argument: String?) {
        guard let argument, !argument.hasPrefix("-"), argument != "help", !Self.names.contains(argument) else {
            return nil
        }
        name = argument
    }

    var description: String { "there is no command “\(name)”" }

    /// The command that is perhaps meant, else where they are listed.
    var hint: String {
        let distances = Self.names.map { ($0, EditDistance.between(Array(name.utf8), Array($0.utf8))) }
        if let nearest = distances.min(by: { $0.1 < $1.1 }), nearest.1 <= max(1, name.utf8.count / 3) {
            return "did you mean `pushtrail \(nearest.0)`?"
        }
        return "`pushtrail --help` lists the commands"
    }
}
