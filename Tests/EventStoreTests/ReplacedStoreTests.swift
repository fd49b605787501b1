import Foundation
import Synchronization
import Testing
import TrackingLog

@testable import EventStore

@Suite("A store that is not the file any more that is open takes nothing")
struct ReplacedStoreTests {
    let scratch: Scratch
    let store: EventStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.store()
        try store.probe(at: noon)
    }

    private func expectNothingIsTaken() throws {
        let replaced = StoreError.replaced(path: scratch.storePath)
        #expect(throws: replaced) { try store.probe(at: noon) }
        #expect(throws: replaced) { try JobQueue(of: store).add(asOf: noon, date: nil, at: noon) }
        #expect(throws: replaced) { try Recorder(store).record([EventBatch([Line(time: 0)])]) }
    }

    @Test("moved, and taken again once it is back")
    func moved() throws {
        let files = FileManager.default
        try files.moveItem(atPath: scratch.storePath, toPath: scratch.storePath + ".away")
        try expectNothingIsTaken()
        try files.moveItem(atPath: scratch.storePath + ".away", toPath: scratch.storePath)
        try store.probe(at: noon)
    }

    @Test("deleted")
    func deleted() throws {
        try FileManager.default.removeItem(atPath: scratch.storePath)
        try expectNothingIsTaken()
    }

    @Test("its log deleted")
    func logDeleted() throws {
        try FileManager.default.removeItem(atPath: scratch.storePath + "-wal")
        try expectNothingIsTaken()
    }

    @Test("replaced by a backup")
    func replaced() throws {
        try store.backUp(to: scratch.storePath + ".backup")
        try FileManager.default.removeItem(atPath: scratch.storePath)
        try FileManager.default.moveItem(atPath: scratch.storePath + ".backup", toPath: scratch.storePath)
        try expectNothingIsTaken()
    }

    @Test("replaced while a transaction is under way: it is not acknowledged")
    func meanwhile() throws {
        #expect(throws: StoreError.replaced(path: scratch.storePath)) {
            try store.transact { _ in try FileManager.default.removeItem(atPath: scratch.storePath) }
        }
    }
}

@Suite("A store that another process has locked")
struct LockedStoreTests {
    @Test("keeps no call beyond its deadline, however many wait before it")
    func deadline() throws {
        let scratch = try Scratch()
        let (store, other) = (try scratch.store(), try scratch.store())
        try other.transact { _ in
            // The deadlines are over: each is tried once, and gives up.
            for _ in 0..<20 {
                #expect(throws: StoreError.locked(path: scratch.storePath)) {
                    try EventStore.waiting(until: .now) { () throws(StoreError) in try store.probe(at: noon) }
                }
            }
        }
        try EventStore.waiting(until: .now) { () throws(StoreError) in try store.probe(at: noon) }
    }

    /// Whether a store can be written within an hour.
    private static func isWritten(_ store: EventStore) -> Bool {
        do throws(StoreError) {
            try EventStore.waiting(until: .now + .seconds(3600)) { () throws(StoreError) in try store.probe(at: noon) }
            return true
        } catch {
            return false
        }
    }

    @Test("a patient call keeps no other call from giving up")
    func turns() async throws {
        let scratch = try Scratch()
        let (store, other) = (try scratch.store(), try scratch.store())
        let outcomes = Mutex<[Bool]>([])
        try other.transact { _ in
            let threads = (0..<3).map { _ in
                Thread {
                    let isDone = Self.isWritten(store)
                    outcomes.withLock { $0.append(isDone) }
                }
            }
            for thread in threads { thread.start() }
            for _ in 0..<5 {
                #expect(throws: StoreError.locked(path: scratch.storePath)) {
                    try EventStore.waiting(until: .now) { () throws(StoreError) in try store.probe(at: noon) }
                }
            }
            // None of the patient ones has given up, or they would have been waited for.
            #expect(outcomes.withLock { $0.isEmpty })
        }
        while outcomes.withLock({ $0.count }) < 3 { await Task.yield() }
        #expect(outcomes.withLock { $0 } == [true, true, true])
    }
}
