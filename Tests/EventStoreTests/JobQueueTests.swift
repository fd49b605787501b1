import Testing
import TrackingLog

@testable import EventStore

@Suite("Jobs: each is done once, whatever dies")
struct JobQueueTests {
    let scratch: Scratch
    let store: EventStore
    let queue: JobQueue

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
        queue = JobQueue(of: store)
    }

    private func later(_ seconds: Int64) -> Timestamp { noon.adding(seconds: seconds) }

    private func add(at seconds: Int64 = 0) throws -> JobID {
        try queue.add(asOf: noon, date: noon.day, apps: ["A"], at: later(seconds))
    }

    private func state(_ id: JobID, at seconds: Int64) throws -> LogJob.State? {
        try queue.job(id, at: later(seconds))?.state
    }

    @Test("ids are 32 lower-case hexadecimal characters, and never the same")
    func ids() {
        let ids = (0..<100).map { _ in JobID.random().description }
        #expect(ids.allSatisfy { $0.wholeMatch(of: /[0-9a-f]{32}/) != nil })
        #expect(Set(ids).count == 100)
        #expect(JobID(ids[0])?.description == ids[0])
        #expect(JobID(String(ids[0].dropLast())) == nil)
        #expect(JobID(String(repeating: "A", count: 32)) == nil)
    }

    @Test("a job holds what was asked for, and is found by its id alone")
    func held() throws {
        let id = try add()
        let job = try #require(try queue.job(id, at: noon))
        #expect(job.asOf == noon && job.date == noon.day && job.apps == ["A"] && job.requested == noon)
        #expect(job.state == .queued && job.result == nil)
        #expect(try queue.job(.random(), at: noon) == nil)
    }

    @Test("queued, running, done, expired")
    func life() throws {
        let id = try add()
        let claim = try #require(try queue.claim(at: noon))
        #expect(try state(id, at: 1) == .running)
        #expect(try queue.finish(claim, rows: 7, bytes: 300, at: later(2)))
        let done = try #require(try queue.job(id, at: later(3)))
        #expect(done.state == .done && done.rows == 7 && done.bytes == 300 && done.result == claim.worker)
        #expect(try queue.resultsInUse() == [claim.worker.description])
        let end = 2 + queue.rules.keeping
        #expect(try state(id, at: end - 1) == .done)
        #expect(try state(id, at: end) == .expired)
        try queue.expire(at: later(end))
        #expect(try queue.resultsInUse() == [])
        #expect(try queue.job(id, at: later(end))?.result == nil)
        #expect(try queue.claim(at: later(end)) == nil)
    }

    @Test("the oldest comes first, and no worker gets another's job")
    func order() throws {
        let ids = try (0..<3).map { try add(at: Int64($0)) }
        #expect(try (0..<3).map { _ in try queue.claim(at: later(5))?.job.id } == ids)
        #expect(try queue.claim(at: later(5)) == nil)
    }

    @Test("ten workers at once take thirty jobs, each one once")
    func exclusive() async throws {
        for _ in 0..<30 { _ = try add() }
        let path = scratch.storePath
        let now = noon
        let taken = try await withThrowingTaskGroup(of: [JobID].self) { group in
            for _ in 0..<10 {
                group.addTask {
                    let queue = JobQueue(of: try EventStore(path: path))
                    var taken: [JobID] = []
                    while let claim = try queue.claim(at: now) { taken.append(claim.job.id) }
                    return taken
                }
            }
            return try await group.reduce([], +)
        }
        #expect(taken.count == 30)
        #expect(Set(taken).count == 30)
    }

    @Test("a dead worker's job is taken over when its lease ends, within 30 seconds, and it cannot finish it then")
    func takeOver() throws {
        let id = try add()
        let dead = try #require(try queue.claim(at: noon))
        let lease = queue.rules.lease
        #expect(lease < 30)
        #expect(try queue.claim(at: later(lease - 1)) == nil)
        let next = try #require(try queue.claim(at: later(lease)))
        #expect(next.job.id == id && next.worker != dead.worker && next.job.attempts == 2)
        #expect(try !queue.renew(dead, at: later(lease)))
        #expect(try !queue.finish(dead, rows: 1, bytes: 1, at: later(lease)))
        #expect(try queue.finish(next, rows: 2, bytes: 2, at: later(lease + 1)))
        #expect(try queue.job(id, at: later(lease + 1))?.result == next.worker)
    }

    @Test("a worker that waited for the store does not take what another was given meanwhile")
    func waited() throws {
        let id = try add()
        let other = JobQueue(of: try EventStore(path: scratch.storePath))
        var asked = 0
        /// The time of each further question is a wait later. While the first one's answer is used, another worker is faster.
        func time() -> Timestamp {
            asked += 1
            if asked == 2 { return later(7) }
            #expect((try? other.claim(at: later(5)))?.job.id == id)
            return noon
        }
        #expect(try queue.claim(at: time()) == nil)
        #expect(asked == 2)
    }

    @Test("a job that was asked for or taken by a clock that was ahead does not wait for that time")
    func wrongClock() throws {
        let id = try queue.add(asOf: noon, date: nil, at: later(3600))
        let taken = try #require(try queue.claim(at: noon))
        #expect(taken.job.id == id)
        // Its worker's clock is corrected, and it renews; until then no other worker has to respect its lease.
        #expect(try queue.renew(taken, at: later(-3600)))
        #expect(try queue.claim(at: later(-3600)) == nil)
        let dead = try queue.add(asOf: noon, date: nil, at: later(-3600))
        #expect(try queue.claim(at: later(7200))?.job.id == id)
        #expect(try queue.claim(at: later(7200))?.job.id == dead)
        #expect(try queue.claim(at: noon) != nil)
    }

    @Test("a lease that is renewed is not taken over")
    func renewed() throws {
        _ = try add()
        let claim = try #require(try queue.claim(at: noon))
        for step in 1...10 {
            let now = later(Int64(step) * queue.rules.renewal)
            #expect(try queue.claim(at: now) == nil)
            #expect(try queue.renew(claim, at: now))
        }
        #expect(try queue.finish(claim, rows: 0, bytes: 0, at: later(60)))
    }

    @Test("a job whose attempts fail is tried again after a pause, and fails with the reason after the last")
    func failing() throws {
        let id = try add()
        var now: Int64 = 0
        for attempt in 1...queue.rules.maximumFailures {
            let claim = try #require(try queue.claim(at: later(now)))
            #expect(claim.job.attempts == attempt)
            try queue.fail(claim, reason: "no space, \(attempt)", at: later(now))
            #expect(try queue.claim(at: later(now + queue.rules.pause - 1)) == nil)
            now += queue.rules.pause
        }
        let job = try #require(try queue.job(id, at: later(now)))
        #expect(job.state == .failed && job.reason == "no space, 3")
        #expect(try queue.claim(at: later(now + 1000)) == nil)
    }

    @Test("a job that kills its workers is given up after the last attempt, and says so")
    func deadly() throws {
        let id = try add()
        var now: Int64 = 0
        for _ in 0..<queue.rules.maximumAttempts {
            #expect(try queue.claim(at: later(now))?.job.id == id)
            now += queue.rules.lease
        }
        #expect(try queue.claim(at: later(now)) == nil)
        let job = try #require(try queue.job(id, at: later(now)))
        #expect(job.state == .failed)
        #expect(job.reason?.contains("\(queue.rules.maximumAttempts) attempts") == true)
    }
}
