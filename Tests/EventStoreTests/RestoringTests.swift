import Foundation
import GRDB
import Testing
import TrackingLog

@testable import EventStore

@Suite("A store is restored from a backup")
struct RestoringTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private var backup: String { scratch.path + "/backup.db" }

    private static func lines(_ range: Range<Int64>) -> [Line] { range.map { Line(time: $0, code: "T\($0)") } }

    /// Leaves the store as a process leaves it that is killed after a backup: with a log that holds what came since.
    private func killed(after events: Int64 = 300) throws {
        let store = try scratch.store()
        try Recorder(store).record(Self.lines(0..<100))
        try store.backUp(to: backup)
        try Recorder(store).record(Self.lines(100..<100 + events))
        let files = FileManager.default
        for suffix in ["", "-wal"] {
            try files.copyItem(atPath: scratch.storePath + suffix, toPath: scratch.path + "/killed" + suffix)
        }
        try store.closeConnections()
        for suffix in ["", "-wal"] {
            try? files.removeItem(atPath: scratch.storePath + suffix)
            try files.moveItem(atPath: scratch.path + "/killed" + suffix, toPath: scratch.storePath + suffix)
        }
    }

    private func copy(_ file: String, over target: String) throws {
        try Data(contentsOf: URL(filePath: file)).write(to: URL(filePath: target))
    }

    @Test("a killed process's log is played into its own store", arguments: [1, 300])
    func own(events: Int64) throws {
        try killed(after: events)
        #expect(try EventStore(path: scratch.storePath).status().events == 100 + Int(events))
    }

    @Test("but not into a backup that was copied over it, which stays as it was", arguments: [1, 300])
    func copied(events: Int64) throws {
        try killed(after: events)
        try copy(backup, over: scratch.storePath)
        let before = try Data(contentsOf: URL(filePath: scratch.storePath))
        #expect(throws: StoreError.foreignLog(path: scratch.storePath)) { try EventStore(path: scratch.storePath) }
        #expect(try Data(contentsOf: URL(filePath: scratch.storePath)) == before)
    }

    @Test("nor into an older state of the same file, nor into another store")
    func others() throws {
        let store = try scratch.store()
        try Recorder(store).record(Self.lines(0..<10))
        try store.closeConnections()
        let older = scratch.path + "/older.db"
        try copy(scratch.storePath, over: older)
        let again = try scratch.store()
        try Recorder(again).record(Self.lines(10..<20))
        try again.closeConnections()
        try killed()
        try copy(older, over: scratch.storePath)
        #expect(throws: StoreError.foreignLog(path: scratch.storePath)) { try EventStore(path: scratch.storePath) }
        let other = scratch.path + "/other.db"
        try EventStore(path: other, creating: true).closeConnections()
        try copy(other, over: scratch.storePath)
        #expect(throws: StoreError.foreignLog(path: scratch.storePath)) { try EventStore(path: scratch.storePath) }
    }

    @Test("restoring removes the log, and keeps the former store with it under another name")
    func restored() throws {
        try killed()
        let restored = try EventStore.restore(backup, to: scratch.storePath, at: noon)
        #expect(restored.status.events == 100)
        let aside = try #require(restored.replaced)
        #expect(aside == scratch.storePath + ".replaced-20261120T120000Z")
        #expect(try EventStore(path: scratch.storePath).status().events == 100)
        #expect(try EventStore(path: aside).status().events == 400)
        // Also where a backup had been copied over the store before.
        try killed()
        try copy(backup, over: scratch.storePath)
        _ = try EventStore.restore(backup, to: scratch.storePath, at: noon)
        #expect(try EventStore(path: scratch.storePath).check() == [])
        #expect(try !scratch.names.contains { $0.contains(".tmp") })
    }

    @Test("a store in use is not replaced, nor by a damaged backup, nor by a file that is none")
    func refused() throws {
        let store = try scratch.store()
        try Recorder(store).record(Self.lines(0..<100))
        try store.backUp(to: backup)
        try store.closeConnections()
        let before = try Data(contentsOf: URL(filePath: scratch.storePath))
        let damaged = try DatabaseQueue(path: backup)
        try damaged.write { try $0.execute(sql: "DELETE FROM event WHERE time = 5") }
        try damaged.close()
        #expect(throws: StoreError.self) { try EventStore.restore(backup, to: scratch.storePath) }
        try Data("no store".utf8).write(to: URL(filePath: backup))
        #expect(throws: StoreError.notAStore(path: backup)) { try EventStore.restore(backup, to: scratch.storePath) }
        #expect(throws: StoreError.missing(path: "nowhere")) {
            try EventStore.restore("nowhere", to: scratch.storePath)
        }
        #expect(throws: StoreError.self) { try EventStore.restore(scratch.storePath, to: scratch.storePath) }
        #expect(try Data(contentsOf: URL(filePath: scratch.storePath)) == before)
        #expect(try scratch.names.filter { $0.hasPrefix("store.db") } == ["store.db"])
    }
}
