import Analysis
import Durability
import ForeignLogs
import Ingest
import LogArchive
import Presentation
import TrackingLog

extension LogInput {
    /// The inputs that a command line names; none means standard input.
    ///
    /// - Throws: ``Failure`` where standard input is among them, and is closed.
    static func named(_ names: [String]) throws(Failure) -> [LogInput] {
        try StandardInput.check(names.isEmpty ? ["-"] : names)
        return names.isEmpty ? [.standardInput] : names.map { $0 == "-" ? .standardInput : .path($0) }
    }

    /// Inputs that can be read more than once: standard input and pipes are copied to files first, each once.
    ///
    /// - Parameters:
    ///   - folder: receives the copies.
    ///   - maximumBytes: how many bytes may be copied of each; nil for any number.
    static func rereadable(
        _ inputs: [LogInput], copiesIn folder: String, maximumBytes: Int? = nil
    ) throws -> [LogInput] {
        var copied: Set<LogInput> = []
        return try inputs.compactMap { input in
            guard let path = input.pathReadOnce else { return input }
            guard copied.insert(input).inserted else { return nil }
            // Not named like the original: the reader takes a file named `.zip` for nothing else.
            let copy = "\(folder)/input-\(copied.count)"
            var output = try Output(OutputTarget(copy))
            try output.copy(path, maximumBytes: maximumBytes)
            try output.finish()
            return .copy(copy, of: input.name)
        }
    }

    /// The path of what can be read only once; nil for files and folders.
    private var pathReadOnce: String? {
        switch self {
        case .standardInput: "/dev/stdin"
        case .path(let path): [nil, .file, .folder].contains(FileKind(at: path)) ? nil : path
        case .copy: nil
        }
    }
}

/// Standard input under all its names.
enum StandardInput {
    static let names: Set<String> = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]

    /// Throws where standard input is closed and a path names it: it would read as an empty file.
    static func check(_ paths: [String]) throws(Failure) {
        guard StandardStreams.isInputClosed, paths.contains(where: names.contains) else { return }
        throw .couldNotRun("standard input is closed", hint: "name a file, or pipe the data in")
    }
}

extension ReadingSummary {
    /// Throws where there was nothing to read at all: a wrong folder is not an empty log.
    func checkThatLogsWereRead() throws(Failure) {
        guard sources.isEmpty, failures.isEmpty, !withoutLog.isEmpty else { return }
        let others = leftOut.filter { !$0.isExpected }.prefix(5).map(\.words)
        let notRead = others.isEmpty ? "" : "; not read: \(others.joined(separator: ", "))"
        throw .couldNotRun(
            "no tracking log in \(withoutLog.joined(separator: ", "))\(notRead)",
            hint: "readable: tracking logs as CSV and events as JSON lines, in gzip and zips too, and folders of these")
    }
}

extension SharedOptions {
    /// Throws where no log was read, or only failures: an answer without any row would mislead.
    func checkThatLogsWereRead(_ reading: ReadingSummary) throws {
        try reading.checkThatLogsWereRead()
        if reading.sources.isEmpty, !reading.failures.isEmpty { throw Failure.silent(report(reading)) }
    }

    /// Warns about statuses that may be misspelled: such events count as neither delivered nor failed.
    ///
    /// - Parameter statuses: the events by unknown status.
    func warn(aboutStatuses statuses: UnknownStatuses) {
        for warning in statuses.warnings { warn(warning) }
    }

    /// Names the vendors, what was left out of their exports on purpose, and what is missing in them.
    ///
    /// - Parameters:
    ///   - sources: the logs.
    ///   - limits: whether to name what is missing in a vendor's exports: a reader needs it, a nightly run does not.
    ///   - sample: the share of successes that a vendor logs which may log a sample of them; nil where it is not known.
    private func describe(_ sources: [LogSource], withLimits limits: Bool, successSample sample: Double?) {
        var formats: [ForeignFormat] = []
        for case let format? in sources.map(\.format) where !formats.contains(format) { formats.append(format) }
        for format in formats {
            let logs = sources.filter { $0.format == format }
            let events = logs.reduce(0) { $0 + $1.rows }
            if limits {
                note(
                    "\(format.title): \(events.counting("event")) of \(logs.count.counting("log")). "
                        + format.limits.joined(separator: " "))
            }
            let skipped = logs.reduce(into: [:]) { $0.merge($1.skipped, uniquingKeysWith: +) }
            if !skipped.isEmpty {
                let reasons = skipped.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                    .map { "\($0.value.grouped) (\($0.key))" }.joined(separator: ", ")
                note("\(format.title): left out on purpose: \(reasons)")
            }
            let sampled = logs.reduce(0) { $0 + $1.sampledSuccesses }
            if sampled > 0, let sample {
                note(estimate(of: format, successes: sampled, failures: events - sampled, sample))
            } else if sampled > 0 {
                warn(
                    "\(format.name) may log only a sample of its successes (\(sampled.counting("event")) here), but every failure: "
                        + "rates of errors and bounces are too high then; report --success-sample estimates the whole")
            }
        }
    }

    /// What a sample of successes stands for. It is a note; the report counts what the logs hold.
    private func estimate(of format: ForeignFormat, successes: Int, failures: Int, _ sample: Double) -> String {
        let whole = Int((Double(successes) / sample).rounded())
        let (shown, estimated) = (Rate(failures, of: failures + successes), Rate(failures, of: failures + whole))
        return
            "\(format.name): \(successes.counting("logged success", "logged successes")) \(successes == 1 ? "stands" : "stand") for about \(whole.grouped). "
            + "With all failures (\(failures.grouped)) about \(estimated.percent) were refused, not \(shown.percent)"
    }

    /// Names the files of folders and zips that were not read, in one warning; what never is a log only under `--verbose`.
    private func warn(about files: [LeftOutFile]) {
        for file in files where file.isExpected { detail("\(file.name): left out: \(file.reason)") }
        let unexpected = files.filter { !$0.isExpected }
        guard !unexpected.isEmpty else { return }
        let shown = verbose ? unexpected.count : 5
        let names = unexpected.prefix(shown).map(\.words).joined(separator: ", ")
        let others = unexpected.count - min(shown, unexpected.count)
        warn("not read: \(names)\(others > 0 ? " and \(others.counting("other")); --verbose names all" : "")")
    }

    /// Prints what could not be read, and warnings about the rest.
    ///
    /// - Parameters:
    ///   - verb: what was done with the rows before the damage in an input.
    ///   - filed: what became of the files afterwards.
    ///   - sample: the share of successes that a vendor logs, where it is known.
    /// - Returns: the exit status for it: damaged files that were put aside are only bad news.
    func report(
        _ summary: ReadingSummary, rowsWere verb: String = "read", filed: [IngestFiling.Filed] = [],
        successSample sample: Double? = nil
    ) -> ExitStatus {
        for name in summary.withoutLog { warn("no tracking log in \(name)") }
        warn(about: summary.leftOut)
        describe(summary.sources, withLimits: verb == "read", successSample: sample)
        for detail in summary.details { self.detail(detail) }
        for warning in summary.warnings { warn(warning) }
        for failure in summary.failures {
            let rows = failure.source.map { summary.sources[$0].rows } ?? 0
            let before = rows == 0 ? "" : "; \(rows.counting("row")) of it \(rows == 1 ? "was" : "were") \(verb) before"
            Failure.couldNotRun("cannot read \(failure.name): \(failure.reason)\(before)", hint: failure.hint).print()
        }
        var status = ExitStatus.done
        var settled: Set<String> = []
        for file in filed {
            switch file.result {
            case .success(let place):
                settled.insert(file.file)
                if file.isDamaged {
                    status = status.and(.badNews)
                    note("\(file.file): moved to \(place)")
                } else {
                    detail("\(file.file): moved to \(place)")
                }
            case .failure(let error):
                status = .couldNotRun
                Failure(error).print()
            }
        }
        return summary.failures.allSatisfy { settled.contains($0.path) } ? status : .couldNotRun
    }
}
