import Testing
import TrackingLog

@testable import EventStore

@Suite("Jobs of tokens: counted, listed, handed back, forgotten")
struct OwnedJobTests {
    let scratch: Scratch
    let store: EventStore
    let queue: JobQueue

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
        queue = JobQueue(of: store)
    }

    private func add(_ token: Int64, maximum: Int = 100, apps: AppCodes? = nil) throws -> JobID {
        try queue.add(asOf: noon, date: nil, apps: apps, owner: JobOwner(token: token, maximumOpen: maximum), at: noon)
    }

    @Test("a token has so many open at once; those that are done do not count, nor do another's")
    func limit() throws {
        _ = try add(1, maximum: 2)
        _ = try add(1, maximum: 2)
        #expect(throws: StoreError.tooManyJobs(maximum: 2)) { try add(1, maximum: 2) }
        _ = try add(2, maximum: 2)
        let claim = try #require(try queue.claim(at: noon))
        #expect(throws: StoreError.tooManyJobs(maximum: 2)) { try add(1, maximum: 2) }
        #expect(try queue.finish(claim, rows: 0, bytes: 0, at: noon))
        _ = try add(1, maximum: 2)
    }

    @Test("listed by token and state, the latest first, page by page")
    func list() throws {
        let ids = try (0..<5).map { _ in try add(1) }
        let other = try add(2)
        #expect(try queue.jobs(of: 1, maximum: 10, at: noon).map(\.id) == ids.reversed())
        #expect(try queue.jobs(of: 1, before: ids[2], maximum: 1, at: noon).map(\.id) == [ids[1]])
        // Another's job is no place to begin at.
        #expect(try queue.jobs(of: 1, before: other, maximum: 10, at: noon).isEmpty)
        let claim = try #require(try queue.claim(at: noon))
        #expect(try queue.finish(claim, rows: 0, bytes: 0, at: noon))
        #expect(try queue.jobs(of: 1, state: .done, maximum: 10, at: noon).map(\.id) == [ids[0]])
        let late = noon.adding(seconds: queue.rules.keeping)
        #expect(try queue.jobs(of: 1, state: .done, maximum: 10, at: late).isEmpty)
        #expect(try queue.jobs(of: 1, state: .expired, maximum: 10, at: late).map(\.state) == [.expired])
    }

    @Test("the apps of a job come back in order, whatever is in their names")
    func apps() throws {
        let id = try add(1, apps: ["b", "a \"quoted\" \\ one\n", "ü"])
        #expect(try queue.job(id, at: noon)?.apps == ["a \"quoted\" \\ one\n", "b", "ü"])
    }

    @Test("a job handed back is taken at once by another, and the attempt does not count")
    func handedBack() throws {
        let id = try add(1)
        let claim = try #require(try queue.claim(at: noon))
        try queue.handBack(claim, at: noon)
        #expect(try queue.job(id, at: noon)?.state == .queued)
        let again = try #require(try queue.claim(at: noon))
        #expect(again.job.id == id && again.job.attempts == 1)
        #expect(try !queue.finish(claim, rows: 0, bytes: 0, at: noon))
        #expect(try queue.finish(again, rows: 0, bytes: 0, at: noon))
    }

    @Test("a job look-up agrees with the full job")
    func lookup() throws {
        let lookup = try JobLookup(store)
        let id = try add(7)
        #expect(try lookup.standing(of: id, at: noon) == JobStanding(state: .queued, owner: 7))
        let claim = try #require(try queue.claim(at: noon))
        #expect(try lookup.standing(of: id, at: noon)?.state == .running)
        #expect(try queue.finish(claim, rows: 0, bytes: 0, at: noon))
        let end = noon.adding(seconds: queue.rules.keeping)
        let done = try #require(try lookup.standing(of: id, at: noon))
        #expect(done == JobStanding(state: .done, owner: 7, result: claim.worker, expires: end))
        #expect(try lookup.standing(of: id, at: end) == JobStanding(state: .expired, owner: 7, expires: end))
        #expect(try lookup.standing(of: .random(), at: noon) == nil)
        #expect(try queue.job(ofResult: claim.worker, at: noon)?.id == id)
        #expect(try queue.job(ofResult: .random(), at: noon) == nil)
    }

    @Test("a job is forgotten long after it ended, and not before")
    func forgotten() throws {
        let (id, open) = (try add(1), try add(1))
        let claim = try #require(try queue.claim(at: noon))
        #expect(try queue.finish(claim, rows: 0, bytes: 0, at: noon))
        let end = noon.adding(seconds: queue.rules.keeping)
        try queue.expire(at: end)
        let limit = end.adding(seconds: queue.rules.remembering)
        try queue.forget(at: limit.adding(seconds: -1))
        #expect(try queue.job(id, at: limit)?.state == .expired)
        try queue.forget(at: limit)
        #expect(try queue.job(id, at: limit) == nil)
        #expect(try queue.job(open, at: limit)?.state == .queued)
    }
}
