import Durability
import EventStore
import Foundation
import Ingest
import LogArchive
import Synchronization
import Testing
import TrackingLog

@testable import Export

@Suite("Logs as jobs: asked for, worked once, kept for their time")
struct LogJobsTests {
    let folder: String
    let store: EventStore
    let jobs: LogJobs
    let noon = Timestamp("2026-11-20 12:00:00") ?? .earliest

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try EventStore(path: folder + "/store.db", creating: true)
        jobs = LogJobs(of: store)
        let file = folder + "/in.csv"
        try Data("2026-11-20 11:00:00;T;u;h;created;;A;\n2026-11-20 11:00:01;T;u;h;sent;;A;\n".utf8)
            .write(to: URL(fileURLWithPath: file))
        try #require(try EventIngest(into: store).run([.path(file)]).accepted == 2)
    }

    private func cleanUp() { try? FileManager.default.removeItem(atPath: folder) }

    private var results: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder + "/store.db.results").sorted()) ?? []
    }

    private func put(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/store.db.results", withIntermediateDirectories: true)
        try Data("left".utf8).write(to: URL(fileURLWithPath: folder + "/store.db.results/" + name))
    }

    private func request() throws -> LogRequest { try LogRequest(asOf: noon) }

    private func work(at now: Timestamp, _ jobs: LogJobs? = nil) throws -> JobID? {
        try (jobs ?? self.jobs).workNext(now: { now })
    }

    @Test("a job's log is the log of its request, byte for byte, under a name unlike the job's")
    func sameBytes() throws {
        defer { cleanUp() }
        let id = try jobs.request(request(), at: noon)
        #expect(try work(at: noon) == id)
        let job = try #require(try jobs.job(id, at: noon))
        #expect(job.state == .done && job.rows == 2)
        let path = try #require(jobs.path(of: job))
        #expect(!path.contains(id.description))
        _ = try LogExport(of: store).write(request(), to: folder + "/direct.zip")
        #expect(
            FileManager.default.contents(atPath: path) == FileManager.default.contents(atPath: folder + "/direct.zip"))
        #expect(results.count == 1)
        #expect(try work(at: noon) == nil)
    }

    @Test("what a killed attempt left is gone after the next one, and the job is done once")
    func killed() throws {
        defer { cleanUp() }
        let id = try jobs.request(request(), at: noon)
        let queue = JobQueue(of: store)
        // An attempt that is killed after its log is on the disk, and before the job has it; and one in the middle.
        let dead = try #require(try queue.claim(at: noon))
        try put("\(dead.worker).zip")
        try put("\(JobID.random()).zip.tmpAb12Cd")
        try put("notes.txt")
        let later = noon.adding(seconds: queue.rules.lease)
        #expect(try work(at: later) == id)
        let job = try #require(try jobs.job(id, at: later))
        #expect(job.state == .done && job.attempts == 2)
        let result = try #require(job.result)
        #expect(results == ["\(result).zip", "notes.txt"].sorted())
    }

    @Test("an attempt that was taken over leaves nothing, and its late end changes nothing")
    func takenOver() throws {
        defer { cleanUp() }
        let id = try jobs.request(request(), at: noon)
        let store = store
        let other = Mutex<JobClaim?>(nil)
        let lease = JobRules().lease
        // While the first attempt writes, its lease ends and another process does the job.
        _ = try jobs.workNext(now: { [noon] in noon }) { [noon] _ in
            other.withLock { other in
                let queue = JobQueue(of: store)
                guard other == nil, let claim = try? queue.claim(at: noon.adding(seconds: lease)) else { return }
                other = claim
                _ = try? queue.finish(claim, rows: 99, bytes: 1, at: noon.adding(seconds: lease))
            }
        }
        let job = try #require(try jobs.job(id, at: noon))
        #expect(job.rows == 99)
        let winner = other.withLock { $0?.worker }
        #expect(job.result == winner)
        #expect(results == [])
    }

    @Test("a log whose time is over is removed, and others stay")
    func expired() throws {
        defer { cleanUp() }
        let first = try jobs.request(request(), at: noon)
        _ = try work(at: noon)
        let second = try jobs.request(request(), at: noon.adding(seconds: 3600))
        _ = try work(at: noon.adding(seconds: 3600))
        #expect(results.count == 2)
        let end = noon.adding(seconds: 72 * 3600)
        try jobs.tidyUp(at: end)
        #expect(try jobs.job(first, at: end)?.state == .expired)
        let kept = try #require(try jobs.job(second, at: end))
        let result = try #require(kept.result)
        #expect(results == ["\(result).zip"])
    }

    @Test("an attempt that cannot write its log fails with the reason, and after the last one the job does")
    func cannotWrite() throws {
        defer { cleanUp() }
        // Where the folder should be made there is a file.
        try Data().write(to: URL(fileURLWithPath: folder + "/store.db.results"))
        var rules = JobRules()
        rules.pause = 0
        let jobs = LogJobs(of: store, rules: rules)
        let id = try jobs.request(request(), at: noon)
        for _ in 0..<rules.maximumFailures { #expect(try work(at: noon, jobs) == id) }
        let job = try #require(try jobs.job(id, at: noon))
        #expect(job.state == .failed)
        #expect(job.reason?.contains("store.db.results") == true)
    }

    @Test("a reason names no place: those are the service's business")
    func discretion() throws {
        for error in [
            StoreError.failed(path: store.path, doing: "read", reason: "broken \(store.path)"),
            StoreError.locked(path: store.path), StoreError.full(path: store.path),
            StoreError.damaged(path: store.path, detail: store.path), StoreError.missing(path: store.path),
            FileError(path: store.path + ".results/\(JobID.random()).zip", doing: "write", code: ENOSPC),
            CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: store.path]),
        ] as [any Error] {
            let words = JobFailure.words(for: error)
            #expect(!words.contains("/") && !words.contains(".zip") && words.count > 10, "\(words)")
        }
    }

    @Test("logs that are the same are one file, and each its own job's; of another request or owner they are not")
    func shared() throws {
        defer { cleanUp() }
        let owners = [1, 1, 1, 2].map { JobOwner(token: $0, maximumOpen: 9) }
        let ids = try owners.enumerated().map { index, owner in
            try jobs.request(LogRequest(asOf: noon.adding(seconds: Int64(index))), owner: owner, at: noon)
        }
        let day = try jobs.request(LogRequest(asOf: noon, date: noon.day), owner: owners[0], at: noon)
        for _ in 0..<5 { _ = try work(at: noon) }
        let worked = try (ids + [day]).compactMap { try jobs.job($0, at: noon) }
        let paths = worked.compactMap(jobs.path)
        #expect(Set(paths).count == 5 && results.count == 5)
        let files = try paths.map { try #require(file($0)) }
        #expect(Set(files[..<3]).count == 1 && Set(files).count == 3)
        // One that goes takes nothing from the others.
        try FileManager.default.removeItem(atPath: paths[0])
        #expect(try Data(contentsOf: URL(fileURLWithPath: paths[1])).count > 100)
    }

    private func file(_ path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? Int
    }

    @Test("logs beyond the limits are removed, the oldest first")
    func limited() throws {
        defer { cleanUp() }
        var limits = ResultLimits()
        limits.maximumPerOwner = 2
        let jobs = LogJobs(of: store, limits: limits)
        var ids: [JobID] = []
        for hour in 0..<4 as Range<Int64> {
            let now = noon.adding(seconds: hour * 3600)
            ids.append(try jobs.request(LogRequest(asOf: now), at: now))
            _ = try work(at: now, jobs)
            try jobs.keepWithinLimits(at: now)
        }
        let now = noon.adding(seconds: 4 * 3600)
        #expect(try ids.map { try jobs.job($0, at: now)?.state } == [.expired, .expired, .done, .done])
        #expect(results.count == 2)
    }

    @Test("while too little space is free no log is made, and those that are there make room")
    func reserve() throws {
        defer { cleanUp() }
        let id = try jobs.request(request(), at: noon)
        _ = try work(at: noon)
        let short = LogJobs(of: store, reserve: SpaceReserve(bytes: Int.max))
        #expect(try !short.makeRoom(at: noon))
        #expect(results == [])
        #expect(try jobs.job(id, at: noon)?.state == .expired)
        let ample = LogJobs(of: store, reserve: SpaceReserve(bytes: 1))
        #expect(try ample.makeRoom(at: noon))
        // Where it runs short while a log is made, the attempt fails, and its reason is no secret.
        var rules = JobRules()
        rules.pause = 0
        let late = LogJobs(of: store, rules: rules, reserve: SpaceReserve(bytes: Int.max))
        let next = try jobs.request(request(), at: noon)
        for _ in 0..<rules.maximumFailures { #expect(try work(at: noon, late) == next) }
        let job = try #require(try jobs.job(next, at: noon))
        #expect(job.state == .failed && job.reason?.contains("too little free space") == true)
        #expect(results == [])
    }

    @Test("the usual reserve is 1 GiB, but no more than a quarter of the disk")
    func usualReserve() {
        let (reserve, gib) = (SpaceReserve(), 1 << 30)
        #expect(reserve.isFree(gib, of: 100 * gib) && !reserve.isFree(gib - 1, of: 100 * gib))
        #expect(reserve.isFree(gib / 4, of: gib) && !reserve.isFree(gib / 4 - 1, of: gib))
        #expect(SpaceReserve(bytes: 0).isFree(0, of: gib))
    }

    @Test("a stopping worker hands its job back, with nothing left of it; the next one finishes it")
    func stopping() throws {
        defer { cleanUp() }
        let id = try jobs.request(request(), at: noon)
        let stopped = try #require(try jobs.workNext(isStopping: { true }))
        #expect(stopped.id == id && stopped.result == .handedBack)
        #expect(results == [])
        #expect(try jobs.job(id, at: noon)?.state == .queued)
        var claimed: LogJob?
        let worked = try #require(try jobs.workNext(onClaim: { claimed = $0 }, isStopping: { false }))
        #expect(worked.result == .done && worked.rows == 2 && worked.bytes > 0)
        #expect(claimed?.id == id && claimed?.attempts == 1)
        #expect(try jobs.workNext(isStopping: { false }) == nil)
    }

    @Test("a log of some apps holds the rows of those")
    func apps() throws {
        defer { cleanUp() }
        for (apps, rows) in [(nil, 2), (["A", "Z"], 2), (["Z"], 0), ([], 0)] as [(AppCodes?, Int)] {
            let id = try jobs.request(LogRequest(asOf: noon, apps: apps), at: noon)
            #expect(try work(at: noon) == id)
            #expect(try jobs.job(id, at: noon)?.rows == rows)
        }
    }

    @Test("five processes work twenty jobs, each once")
    func together() async throws {
        defer { cleanUp() }
        let ids = try (0..<20).map { _ in try jobs.request(request(), at: noon) }
        let path = store.path
        let moment = noon
        let worked = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for _ in 0..<5 {
                group.addTask {
                    let jobs = LogJobs(of: try EventStore(path: path))
                    var worked: [JobID] = []
                    while let id = try jobs.workNext(now: { moment }) { worked.append(id) }
                    return worked
                }
            }
            return try await group.reduce([], +)
        }
        #expect(worked.count == 20 && Set(worked) == Set(ids))
        #expect(results.count == 20)
        let attempts = try ids.map { id in try jobs.job(id, at: noon)?.attempts }
        #expect(attempts == ids.map { _ in 1 })
    }
}
