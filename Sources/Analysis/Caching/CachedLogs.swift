import LogArchive
import TrackingLog

/// Reads logs by the tallies that a cache keeps of them, and keeps tallies of the others.
struct CachedLogs {
    let folding: LogFolding
    let cache: TallyCache
    private var hits = 0
    private var kept = 0

    init(folding: LogFolding, cache: TallyCache) {
        self.folding = folding
        self.cache = cache
    }

    /// Adds a log, from the cache or by reading it.
    ///
    /// - Returns: what a tally of it says first, and records of its texts, if these are wanted.
    mutating func add(
        _ input: SetAsideInput, to tally: inout Tally
    ) throws -> (head: TallyHead, texts: [RecordSpool]) {
        let before = cache.key(input)
        if let before, let file = cache.tally(before.key) {
            hits += 1
            let head = file.head
            tally.rows += head.rows
            do throws(ReadingFault) {
                return (head, try tally.add(file, isNoted: folding.need != .nothing))
            } catch {
                throw TallyError(path: input.name, error)
            }
        }
        return (try read(input, before, into: &tally), [])
    }

    /// Reads a log into a tally of its own, which is kept if it is certainly of the state that the log has now.
    private mutating func read(
        _ input: SetAsideInput, _ before: (key: String, identity: LogIdentity)?, into tally: inout Tally
    ) throws -> TallyHead {
        let began = cache.clock()
        var own = Tally(folding.options, needing: .everything)
        var alone = LogFolding(folding.reading, folding.options, needing: .everything, progress: folding.progress)
        alone.reading.setsAside = nil
        let found = try alone.fold([.path(input.name)], into: &own)
        var head = TallyHead(folding.options, zones: found.zones)
        head.reading = found.summary
        head.take(from: own)
        if let before, before.identity.isSettled(at: began), found.summary.failures.isEmpty,
            let after = cache.key(input), after.identity == before.identity
        {
            cache.keep(own, head, as: before.key)
            if cache.fault == nil { kept += 1 }
        }
        tally.rows += own.rows
        // The sources of its examples have other numbers here.
        own.rows = 0
        own.rejects = RejectExamples()
        tally.merge(own)
        try tally.spillIfLarge()
        return head
    }

    /// Says what came from the cache, and what is wrong with it.
    func finish(_ summary: inout ReadingSummary, folder: String) {
        cache.prune()
        let logs = summary.setAside.count { !$0.isTally }
        summary.details.append("\(folder): \(hits) of \(logs.counting("log")) from the cache, \(kept) added to it")
        if let fault = cache.fault {
            summary.warnings.append("nothing is added to the cache \(folder): \(fault)")
        }
    }
}
