import Analysis
import ArgumentParser
import LogArchive
import TrackingLog

/// Ids that are of one person.
struct AliasOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "File of ids that are of one person: a CSV or JSON objects with the columns alias (or anonymous_id) and user_id.",
            valueName: "file"),
        completion: .file())
    var aliases: String?

    /// The aliases, to be read besides other inputs.
    var list: (name: String, path: String?) { ("--aliases", aliases) }

    /// The aliases' file, which no output may replace.
    var inputs: [LogInput] { aliases.map { [.path($0)] } ?? [] }

    /// Reads the aliases; nil if no file was named.
    ///
    /// - Parameter shared: says how many there are, and which rows could not be used.
    func read(telling shared: SharedOptions) throws -> Aliases? {
        guard let path = aliases else { return nil }
        try StandardInput.check([path])
        let aliases = try AliasFile.read(path == "-" ? "/dev/stdin" : path, name: path == "-" ? "standard input" : path)
        shared.detail("\(aliases.count.counting("alias", "aliases")) in \(path)")
        if let first = aliases.unusable.first {
            shared.warn(
                "\(path): \(aliases.unusable.count.counting("row")) could not be used; the first is line \(first.line): \(first.reason)"
            )
        }
        return aliases
    }
}
