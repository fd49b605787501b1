import Durability
import LogArchive
import TrackingLog

/// Reads logs, and tallies that stand for logs, into one tally.
struct LogFolding: Sendable {
    /// How logs are read.
    var reading: ReadingOptions
    /// Where things are found in a log.
    var options: Tally.Options
    /// The texts that are wanted.
    var need: TextNotes.Need
    var progress: (@Sendable (ReadingProgress) -> Void)?
    /// Where tables go when they become too large; nil if they never do.
    var spilled: SpilledTables?
    /// The folder of a ``TallyCache``; nil for none.
    private let cache: String?
    private let clock: @Sendable () -> Int

    init(
        _ reading: ReadingOptions, _ options: Tally.Options, needing need: TextNotes.Need, cache: String? = nil,
        progress: (@Sendable (ReadingProgress) -> Void)?, clock: @escaping @Sendable () -> Int = { LogIdentity.now }
    ) {
        self.reading = reading
        self.options = options
        self.need = need
        self.progress = progress
        self.cache = cache
        self.clock = clock
        self.reading.setsAside = { $0.isTally || cache != nil && $0.path != nil && $0.isLogByName }
    }

    /// Reads all inputs to their end.
    ///
    /// - Parameter tally: receives everything.
    /// - Returns: a summary of the reading, as if the logs of the tallies had been read, and the zones that times
    ///   without one were taken to be of, in order. Inputs that could not be read are named in the summary.
    func fold(
        _ inputs: [LogInput], into tally: inout Tally
    ) throws -> (summary: ReadingSummary, zones: [String]) {
        var reader = LogReader(options: reading)
        reader.progress = progress
        var summary = try reader.fold(inputs, into: &tally) { [options, need, spilled] in
            Tally(options, needing: need, spillingTo: spilled)
        } step: { tally, batch in
            tally.fold(batch)
            try tally.spillIfLarge()
        } merge: { tally, other in
            tally.merge(other)
        }
        let found = try add(to: &tally, &summary)
        if !found.texts.isEmpty { tally.texts.take(found.texts) }
        return (summary, found.zones)
    }

    /// Adds the tallies that a reading set aside, and puts what they say of their logs into its summary.
    ///
    /// - Parameters:
    ///   - tally: receives everything of messages.
    ///   - summary: that of the reading.
    /// - Returns: records of their texts, if these are wanted, and the zones of all that was read.
    func add(
        to tally: inout Tally, _ summary: inout ReadingSummary
    ) throws -> (texts: [RecordSpool], zones: [String]) {
        var heads: [(position: Int, head: TallyHead)] = []
        var texts: [RecordSpool] = []
        var cached = cache.map { CachedLogs(folding: self, cache: TallyCache($0, reading, options, clock: clock)) }
        for input in summary.setAside {
            if !input.isTally {
                guard let found = try cached?.add(input, to: &tally) else { continue }
                heads.append((input.position, found.head))
                texts += found.texts
                continue
            }
            var file: TallyFileReader?
            do throws(ReadingFault) {
                let opened = try TallyFileReader(input: input)
                try opened.head.check(options, zone: reading.zone?.name)
                heads.append((input.position, opened.head))
                file = consume opened
            } catch {
                summary.failures.append(ReadingFailure(input.name, error, in: input.path))
            }
            guard let file = file.take() else { continue }
            tally.rows += file.head.rows
            do throws(ReadingFault) {
                texts += try tally.add(file, isNoted: need != .nothing)
            } catch {
                throw TallyError(path: input.name, error)
            }
        }
        if let cache { cached?.finish(&summary, folder: cache) }
        var zones = Set(heads.flatMap(\.head.zones))
        if heads.isEmpty || !summary.sources.isEmpty { zones.insert(reading.zone?.name ?? "UTC") }
        tally.rejects.join(heads, &summary)
        return (texts, zones.sorted())
    }
}

extension TallyFileReader {
    /// Reads an input to its end, and goes back to its first messages.
    init(input: SetAsideInput) throws(ReadingFault) {
        let file: OpenFile
        do throws(FileError) { file = try input.open() } catch { throw ReadingFault(error) }
        try self.init(file)
    }
}

extension RejectExamples {
    /// Puts what tallies say of their logs among what was read, in the order of the inputs.
    ///
    /// - Parameters:
    ///   - heads: the tallies' heads in order, each with the number of the summary's sources before it.
    ///   - summary: that of the reading.
    fileprivate mutating func join(_ heads: [(position: Int, head: TallyHead)], _ summary: inout ReadingSummary) {
        guard !heads.isEmpty else { return }
        var sources: [LogSource] = []
        var numbers: [Int] = []
        var starts: [Int] = []
        var rest = heads[...]
        func append(until position: Int) {
            while let next = rest.first, next.position <= position {
                starts.append(sources.count)
                sources += next.head.reading.sources
                rest.removeFirst()
            }
        }
        for (position, source) in summary.sources.enumerated() {
            append(until: position)
            numbers.append(sources.count)
            sources.append(source)
        }
        append(until: .max)
        summary.sources = sources
        for place in summary.failures.indices {
            summary.failures[place].source = summary.failures[place].source.map { numbers[$0] }
        }
        renumber { numbers[$0] }
        for ((_, head), start) in zip(heads, starts) {
            add(
                head.rejected,
                head.examples.map { RejectExample(source: start + $0.source, line: $0.line, reason: $0.reason) })
            summary.failures += head.reading.failures.map { failure in
                var failure = failure
                failure.source = failure.source.map { start + $0 }
                return failure
            }
            summary.withoutLog += head.reading.withoutLog
            summary.leftOut += head.reading.leftOut
            summary.warnings += head.reading.warnings
        }
    }
}
