import EventStore
import Foundation
import Synchronization
import Testing
import TrackingLog

@testable import Service

@Suite("Kept lists")
struct AnswerListTests {
    private static let moment = ListMoment(asOf: 7, lastRecorded: 9)

    private static func list(_ lines: [String]) throws -> AnswerList {
        var writer = try AnswerListWriter()
        for line in lines { try writer.append(Array("\(line)\n".utf8)) }
        return writer.finish()
    }

    private func text(_ page: AnswerList.Page) -> String { String(decoding: page.json, as: UTF8.self) }

    @Test("pages are arrays of the lines")
    func pages() throws {
        let list = try Self.list(["1", "22", "333"])
        #expect(list.count == 3)
        #expect(try text(list.page(from: 0, limit: 2)) == "[1,22]")
        #expect(try text(list.page(from: 2, limit: 2)) == "[333]")
        #expect(try text(list.page(from: 3, limit: 2)) == "[]")
        #expect(try text(Self.list([]).page(from: 0, limit: 1)) == "[]")
    }

    @Test("a page of long lines has fewer of them, and at least one")
    func longLines() throws {
        let line = String(repeating: "1", count: 5 << 20)
        let list = try Self.list([line, "2", line, line])
        #expect(try (0..<4).map { try list.page(from: $0, limit: 9).end } == [2, 3, 3, 4])
        let longest = try Self.list([line + line, "2"])
        #expect(try longest.page(from: 0, limit: 9).end == 1)
    }

    @Test("a page's token is read as it was written by any service of the store; nothing else is one")
    func tokens() throws {
        let token = ListToken(moment: Self.moment, request: .max, count: 10, position: 3)
        let (seal, other) = (ListTokenSeal(secret: [1, 2]), ListTokenSeal(secret: [1, 3]))
        let text = try seal.text(of: token)
        #expect(ListTokenSeal(secret: [1, 2]).open(text) == token && text.wholeMatch(of: /[0-9a-f]{136}/) != nil)
        #expect(other.open(text) == nil)
        let wrong = [
            "", "x", "xy", String(text.dropLast()), String(text.dropLast(2)), text + "00", "+" + text.dropFirst(),
        ]
        for text in wrong { #expect(seal.open(text) == nil, "\(text)") }
        for place in text.indices {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "0" ? "1" : "0")
            #expect(seal.open(changed) == nil)
        }
        #expect(try seal.text(of: token) != text, "it does not tell whether anything was recorded")
    }

    @Test("requests for the same list make it once; a token has a bounded number under way")
    func once() async throws {
        let threads = StoreThreads()
        let clock = TestClock()
        let lists = AnswerLists(threads: threads) { clock.now }
        let made = Mutex(0)
        let make: @Sendable () throws -> AnswerList = {
            made.withLock { $0 += 1 }
            return try Self.list(["1"])
        }
        let requests = (0..<3).map { ListRequest(text: "\($0)", apps: nil) }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask { try await lists.list(requests[0], Self.moment, owner: 1, make: make).count }
            }
            for try await count in group { #expect(count == 1) }
        }
        #expect(made.withLock { $0 } == 1)
        #expect(lists.moment(for: requests[0]) == nil)
        let hold = DispatchSemaphore(value: 0)
        let first = Task {
            try await lists.list(requests[1], Self.moment, owner: 2) {
                hold.wait()
                return try Self.list([])
            }
        }
        while lists.moment(for: requests[1]) == nil { await Task.yield() }
        let second = Task { try await lists.list(requests[2], Self.moment, owner: 2, make: make) }
        while lists.moment(for: requests[2]) == nil { await Task.yield() }
        let other = ListRequest(text: "other", apps: nil)
        await #expect(throws: AnswerLists.Busy.self) {
            try await lists.list(other, Self.moment, owner: 2, make: make)
        }
        let others = Task { try await lists.list(other, Self.moment, owner: 3, make: make) }
        hold.signal()
        #expect(try await [first.value.count, second.value.count, others.value.count] == [0, 1, 1])
        try await threads.stop()
    }

    @Test("a list that took five seconds stands for the next one for a minute, for clients that had given up")
    func long() async throws {
        let threads = StoreThreads()
        let clock = TestClock()
        let lists = AnswerLists(threads: threads) { clock.now }
        let (quick, slow) = (ListRequest(text: "quick", apps: nil), ListRequest(text: "slow", apps: nil))
        for (request, duration) in [(quick, Duration.milliseconds(4_999)), (slow, .seconds(5))] {
            _ = try await lists.list(request, Self.moment, owner: 1) {
                clock.advance(by: duration)
                return try Self.list([])
            }
        }
        #expect(lists.moment(for: quick) == nil)
        #expect(lists.moment(for: slow) == Self.moment)
        #expect(lists.moment(for: ListRequest(text: "slow", apps: [])) == nil)
        clock.advance(by: .milliseconds(59_999))
        #expect(lists.moment(for: slow) == Self.moment)
        clock.advance(by: .milliseconds(1))
        #expect(lists.moment(for: slow) == nil)
        try await threads.stop()
    }

    @Test("a list is kept for ten minutes after its last page, then made again")
    func kept() async throws {
        let threads = StoreThreads()
        let clock = TestClock()
        let lists = AnswerLists(threads: threads) { clock.now }
        let made = Mutex(0)
        let request = ListRequest(text: "", apps: nil)
        for (pause, expected) in [(0, 1), (599, 1), (599, 1), (600, 2)] {
            clock.advance(by: .seconds(pause))
            lists.dropOld()
            _ = try await lists.list(request, Self.moment, owner: 1) {
                made.withLock { $0 += 1 }
                return try Self.list([])
            }
            #expect(made.withLock { $0 } == expected)
        }
        try await threads.stop()
    }

    @Test("a list that is made again for a later page stands for no new one, however long it took")
    func later() async throws {
        let threads = StoreThreads()
        let clock = TestClock()
        let lists = AnswerLists(threads: threads) { clock.now }
        let request = ListRequest(text: "", apps: nil)
        _ = try await lists.list(request, Self.moment, owner: 1, isNew: false) {
            clock.advance(by: .seconds(5))
            return try Self.list([])
        }
        #expect(lists.moment(for: request) == nil)
        try await threads.stop()
    }

    @Test("a list that cannot be made is not kept")
    func failure() async throws {
        let threads = StoreThreads()
        let lists = AnswerLists(threads: threads)
        let request = ListRequest(text: "", apps: [])
        await #expect(throws: CancellationError.self) {
            try await lists.list(request, Self.moment, owner: 1) { throw CancellationError() }
        }
        let list = try await lists.list(request, Self.moment, owner: 1) { try Self.list(["1", "2"]) }
        #expect(list.count == 2)
        try await threads.stop()
    }
}
