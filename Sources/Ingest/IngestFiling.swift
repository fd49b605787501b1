public import Durability
public import LogArchive

/// Moves the files of an ingest out of the next run's way: those that were read, and those whose content cannot be read.
///
/// Only regular files are moved, and only those that were there before the run: another file of the name is left alone.
public struct IngestFiling: Sendable {
    private let done: FilingFolder?
    private let quarantine: FilingFolder?
    private let places: [String: FilePlace]

    /// Notes which files there are.
    ///
    /// - Parameters:
    ///   - inputs: what the run will read.
    ///   - done: receives the files that were read to their end; nil leaves them.
    ///   - quarantine: receives the files whose content cannot be read, and zips without a log, each with its reasons in a
    ///     `.reason` file beside it; nil leaves them.
    public init(of inputs: [LogInput], done: FilingFolder?, quarantine: FilingFolder?) {
        self.done = done
        self.quarantine = quarantine
        var places: [String: FilePlace] = [:]
        for case .path(let file) in LogInput.files(of: inputs) { places[file] = FilePlace(file) }
        self.places = places
    }

    /// What became of a file.
    public struct Filed: Sendable {
        /// The file, as it was named.
        public var file: String
        /// Whether its content could not be read.
        public var isDamaged: Bool
        /// Where it is now, or why it is where it was.
        public var result: Result<String, FileError>
    }

    /// Moves the files of a reading.
    public func move(after summary: ReadingSummary) -> [Filed] {
        var damaged: [String: [String]] = [:]
        for failure in summary.failures {
            guard let file = failure.damagedFile else { continue }
            damaged[file, default: []].append("\(failure.name): \(failure.reason)")
        }
        for zip in summary.withoutLog where places[zip] != nil { damaged[zip] = ["\(zip): no tracking log in it"] }
        let failed = Set(summary.failures.map(\.path)).union(damaged.keys)
        var filed: [Filed] = []
        if let quarantine {
            for file in damaged.keys.sorted() where isAsItWas(file) {
                let result = Result { () throws(FileError) in
                    try Self.move(file, to: quarantine, because: damaged[file, default: []])
                }
                filed.append(Filed(file: file, isDamaged: true, result: result))
            }
        }
        if let done {
            for file in Set(summary.sources.map(\.path)).subtracting(failed).sorted() where isAsItWas(file) {
                let result = Result { () throws(FileError) in try done.take(file) }
                filed.append(Filed(file: file, isDamaged: false, result: result))
            }
        }
        return filed
    }

    private static func move(
        _ file: String, to quarantine: FilingFolder, because reasons: [String]
    ) throws(FileError) -> String {
        let place = try quarantine.take(file)
        var text = try AtomicFile(replacing: place + ".reason", links: .refused, mode: 0o600)
        try text.write(Array(reasons.map { $0 + "\n" }.joined().utf8).span)
        try text.commit()
        return place
    }

    /// Whether a path is still the regular file that it was: neither a link nor replaced by a sender meanwhile.
    private func isAsItWas(_ file: String) -> Bool {
        guard let place = places[file] else { return false }
        return !FilePlace.isLink(file) && FileKind(at: file) == .file && FilePlace(file) == place
    }
}
