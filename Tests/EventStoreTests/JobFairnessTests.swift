import Testing
import TrackingLog

@testable import EventStore

@Suite("Jobs: owners take turns, and share what room there is")
struct JobFairnessTests {
    let scratch: Scratch
    let store: EventStore
    let queue: JobQueue

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
        queue = JobQueue(of: store)
    }

    private func add(_ token: Int64?) throws {
        _ = try queue.add(
            asOf: noon, date: nil, owner: token.map { JobOwner(token: $0, maximumOpen: 1000) }, at: noon)
    }

    private func finish(_ token: Int64?, bytes: Int, at seconds: Int64) throws -> JobID {
        try add(token)
        let now = noon.adding(seconds: seconds)
        let claim = try #require(try queue.claim(at: now))
        #expect(try queue.finish(claim, rows: 1, bytes: bytes, at: now))
        return claim.worker
    }

    @Test("two hundred jobs of one token come after the first of each other, the command line too")
    func turns() throws {
        for _ in 0..<200 { try add(7) }
        #expect(try queue.claim(at: noon)?.job.owner == 7)
        for _ in 0..<3 { try add(8) }
        try add(nil)
        let owners = try (0..<8).map { _ in try #require(try queue.claim(at: noon)).job.owner }
        #expect(owners == [8, nil, 7, 8, 7, 8, 7, 7])
    }

    @Test("the store remembers turns across workers")
    func remembered() throws {
        for token in [1, 1, 2, 2, 3, 3] as [Int64] { try add(token) }
        let owners = try (0..<6).map { _ in
            try #require(try JobQueue(of: EventStore(path: scratch.storePath)).claim(at: noon)).job.owner
        }
        #expect(owners == [1, 2, 3, 1, 2, 3])
    }

    @Test("of a token's logs the oldest expire beyond a number, and of all tokens' too")
    func number() throws {
        var limits = ResultLimits()
        limits.maximumPerOwner = 2
        let first = try (0..<3).map { try finish(1, bytes: 10, at: Int64($0)) }
        let other = try finish(2, bytes: 10, at: 3)
        let command = try finish(nil, bytes: 10, at: 4)
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 5)) == 1)
        #expect(try queue.resultsInUse() == Set([first[1], first[2], other, command].map(\.description)))
        limits.maximum = 3
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 6)) == 1)
        #expect(try queue.resultsInUse() == Set([first[2], other, command].map(\.description)))
        let job = try #require(try queue.jobs(of: 1, state: .expired, maximum: 9, at: noon.adding(seconds: 6)).first)
        #expect(job.expires == noon.adding(seconds: 6) && job.result == nil)
    }

    @Test("and beyond so many bytes, but for the newest; logs that share a file take its room once")
    func bytes() throws {
        var limits = ResultLimits()
        limits.maximumBytesPerOwner = 100
        let mine = try [60, 60, 30].enumerated().map { try finish(1, bytes: $1, at: Int64($0)) }
        let large = try finish(2, bytes: 1000, at: 3)
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 5)) == 1)
        #expect(try queue.resultsInUse() == Set([mine[1], mine[2], large].map(\.description)))
        let shared = try (6..<20).map { try finish(3, bytes: 90, at: $0) }
        let file: (JobID) -> UInt64? = { shared.contains($0) ? 1 : nil }
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 20), file: file) == 0)
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 20)) == 13)
        limits.maximumBytes = 150
        #expect(try queue.expire(beyond: limits, at: noon.adding(seconds: 20)) == 1)
    }

    @Test("where space is short, the oldest log of the owner with the most bytes goes")
    func oldest() throws {
        let small = try finish(1, bytes: 10, at: 0)
        let large = try (1..<4).map { try finish(2, bytes: 10, at: $0) }
        let now = noon.adding(seconds: 5)
        #expect(try queue.expireOldest(at: now) == large[0])
        #expect(try queue.expireOldest(at: now) == large[1])
        let rest = Set([try queue.expireOldest(at: now), try queue.expireOldest(at: now)])
        #expect(rest == [small, large[2]])
        #expect(try queue.expireOldest(at: now) == nil)
    }
}
