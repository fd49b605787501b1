import ArgumentParser
import TrackingLog

/// A mistyped command: the parser says only that there are too many arguments.
struct UnknownCommand: CustomStringConvertible {
    /// The commands before it.
    private let parent: String
    private let name: String
    private let known: [String]

    /// - Returns: nil if the first arguments are commands, as far as commands have commands of their own.
    init?(in arguments: [String]) {
        var command: any ParsableCommand.Type = Pushtrail.self
        var parent = "pushtrail"
        for argument in arguments {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
            guard let next = commands.first(where: { $0.configuration.commandName == argument }) else {
                self.parent = parent
                name = argument
                known = commands.compactMap { $0.configuration.commandName }
                return
            }
            command = next
            parent += " " + argument
        }
        return nil
    }

    var description: String { "there is no command `\(parent) \(name)`" }

    /// The command that is perhaps meant, else where they are listed.
    var hint: String {
        if let nearest = EditDistance.nearest(to: name, among: known, within: max(1, name.utf8.count / 3)) {
            return "did you mean `\(parent) \(nearest)`?"
        }
        return "`\(parent) --help` lists the commands"
    }
}

extension ParsableCommand {
    /// The end of a command that only groups others, which are listed: a line that lost its end did not do its work.
    static func missingSubcommand() -> Failure {
        StandardError.write(helpMessage() + "\n")
        return .silent(.wrongUsage)
    }
}
