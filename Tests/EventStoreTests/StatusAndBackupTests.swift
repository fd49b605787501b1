import Foundation
import Testing
import TrackingLog

@testable import EventStore

@Suite("What is in a store, and copies of it")
struct StatusAndBackupTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
    }

    @Test("an empty store holds nothing, of no time")
    func empty() throws {
        let status = try store.status()
        #expect(status.events == 0 && status.devices == 0 && status.unsealed == 0)
        #expect(status.times == nil && status.recorded == nil && status.sealedThrough == nil && status.jobs == [:])
    }

    @Test("events, messages, deliveries and devices are counted; what is sealed is not unsealed")
    func counted() throws {
        let lines = (0..<600).map { Line(time: Int64($0), code: "T\($0 % 100)", target: "u", hwid: "H\($0 % 150)") }
        try Recorder(store, asOf: noon).record(Array(lines[..<400]))
        try Recorder(store, asOf: noon.adding(seconds: 9)).record(lines)
        _ = try JobQueue(of: store).add(asOf: noon, date: nil, at: noon)
        var status = try store.status()
        #expect(status.events == 600 && status.messages == 100 && status.deliveries == 300 && status.devices == 150)
        #expect(status.times == Timestamp(secondsSince1970: 0)...Timestamp(secondsSince1970: 599))
        #expect(status.recorded == noon...noon.adding(seconds: 9))
        #expect(status.unsealed == 600 && status.jobs == [.queued: 1])
        #expect(status.bytes > 4096 && status.schema == StoreSchema.version)
        try store.seal(through: noon.day)
        try Recorder(store, asOf: noon.adding(seconds: 86_400)).record([Line(time: 700)])
        status = try store.status()
        #expect(status.unsealed == 1 && status.sealedThrough == noon.day)
    }

    @Test("a backup holds what the store held when it began, while others go on recording")
    func backup() async throws {
        let lines = (0..<20_000).map { Line(time: Int64($0), code: "T\($0)", hwid: "H\($0)", payload: "{\"n\":\($0)}") }
        try Recorder(store).record(lines)
        let path = scratch.storePath
        let copy = scratch.path + "/copy.db"
        async let others: Void = {
            let recorder = Recorder(try EventStore(path: path))
            for round in 0..<20 {
                try recorder.record((0..<50).map { Line(time: 100_000 + Int64(round * 50 + $0), code: "late") })
            }
        }()
        for _ in 0..<3 {
            try store.backUp(to: copy)
            let copied = try EventStore(path: copy)
            #expect(try copied.isNumberedWithoutGaps())
            #expect(try copied.texts("PRAGMA integrity_check") == ["ok"])
            #expect(try copied.numbers("SELECT count(*) FROM event WHERE time < 100000") == [20_000])
        }
        try await others
        #expect(try scratch.names.filter { $0.hasPrefix("copy") } == ["copy.db"])
    }

    @Test("the store itself is no place for its backup, nor is one in use")
    func places() throws {
        #expect(throws: StoreError.self) { try store.backUp(to: scratch.storePath) }
        let other = scratch.path + "/other.db"
        let used = try EventStore(path: other, creating: true)
        try Recorder(used).record([Line(time: 1)])
        #expect(throws: StoreError.self) { try store.backUp(to: other) }
        #expect(try used.rows().count == 1)
    }
}
