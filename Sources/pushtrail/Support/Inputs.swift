import LogArchive

extension LogInput {
    /// The inputs that a command line names; none means standard input.
    static func named(_ names: [String]) -> [LogInput] {
        names.isEmpty ? [.standardInput] : names.map { $0 == "-" ? .standardInput : .path($0) }
    }
}

extension SharedOptions {
    /// Tells what could not be read, and what people should know of the rest.
    ///
    /// - Returns: how the run ends for it.
    func tell(_ summary: ReadingSummary) -> Ending {
        for warning in summary.warnings { warn(warning) }
        guard !summary.failures.isEmpty else { return .done }
        for (name, reason) in summary.failures {
            StandardError.write(
                Failure.couldNotRun("cannot read \(name): \(reason)").text(colored: Terminal.standardError.usesColor))
        }
        return .couldNotRun
    }
}
