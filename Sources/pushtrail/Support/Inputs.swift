import Durability
import LogArchive
import Reports
import TrackingLog

extension LogInput {
    /// The inputs that a command line names; none means standard input.
    ///
    /// - Throws: ``Failure`` where standard input is among them, and is closed.
    static func named(_ names: [String]) throws(Failure) -> [LogInput] {
        try StandardInput.check(names.isEmpty ? ["-"] : names)
        return names.isEmpty ? [.standardInput] : names.map { $0 == "-" ? .standardInput : .path($0) }
    }
}

/// Standard input, by whatever name.
enum StandardInput {
    private static let names: Set<String> = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// Says that standard input is closed where some path names it: opened by its name it would be an empty file.
    static func check(_ paths: [String]) throws(Failure) {
        guard StandardStreams.isInputClosed, paths.contains(where: names.contains) else { return }
        throw .couldNotRun("standard input is closed", hint: "name a file, or pipe the data in")
    }
}

extension ReadingSummary {
    /// Refuses to call it done where there was nothing to read at all: a wrong folder is no empty log.
    func checkThatLogsWereRead() throws(Failure) {
        guard sources.isEmpty, failures.isEmpty, !withoutLog.isEmpty else { return }
        throw .couldNotRun(
            "no tracking log in \(withoutLog.joined(separator: ", "))",
            hint: "what is read: .csv, .ndjson and .jsonl files, zips of them, and folders of those")
    }
}

extension SharedOptions {
    /// Tells what could not be read, and what people should know of the rest.
    ///
    /// - Parameter verb: what became of the rows before the place where an input is damaged.
    /// - Returns: how the run ends for it.
    func tell(_ summary: ReadingSummary, rowsWere verb: String = "read") -> Ending {
        for name in summary.withoutLog { warn("no tracking log in \(name)") }
        for warning in summary.warnings { warn(warning) }
        for failure in summary.failures {
            let rows = failure.source.map { summary.sources[$0].rows } ?? 0
            let before = rows == 0 ? "" : "; \(rows.counting("row")) of it \(rows == 1 ? "was" : "were") \(verb) before"
            Failure.couldNotRun("cannot read \(failure.name): \(failure.reason)\(before)", hint: failure.hint).tell()
        }
        return summary.failures.isEmpty ? .done : .couldNotRun
    }
}
