import Foundation
import Testing

@testable import EventStore

@Suite("A store is opened only where there is one, of a version we know")
struct StoreOpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test("a store that is not there is missing, and is not made by looking")
    func missing() throws {
        #expect(throws: StoreError.missing(path: scratch.storePath)) { try EventStore(path: scratch.storePath) }
        #expect(try scratch.names == [])
    }

    @Test("a file that is no database is refused and left as it is")
    func notADatabase() throws {
        let text = Data(String(repeating: "//timestamp;tracking_code\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: scratch.storePath))
        #expect(throws: StoreError.notAStore(path: scratch.storePath)) { try scratch.store() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.storePath)) == text)
        #expect(try scratch.names == ["store.db"])
    }

    @Test("another program's database is refused and left as it is")
    func anotherDatabase() throws {
        do {
            let store = try scratch.store()
            try store.execute("PRAGMA application_id = 7")
        }
        let before = try Data(contentsOf: URL(fileURLWithPath: scratch.storePath))
        #expect(throws: StoreError.notAStore(path: scratch.storePath)) { try scratch.store() }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.storePath)) == before)
    }

    @Test("a store of a later version is refused, with both versions")
    func newer() throws {
        do {
            let store = try scratch.store()
            try store.execute("PRAGMA user_version = 99")
        }
        #expect(throws: StoreError.newer(path: scratch.storePath, version: 99, known: StoreSchema.version)) {
            try EventStore(path: scratch.storePath)
        }
    }

    @Test("a folder that is not there is named")
    func noFolder() {
        let path = scratch.path + "/nowhere/store.db"
        #expect {
            try EventStore(path: path, creating: true)
        } throws: { error in
            "\(error)".contains(path)
        }
    }

    @Test("a folder in a store's place, or none for it to be in, is what keeps it from being opened")
    func obstacles() throws {
        let none = scratch.path + "/nowhere"
        #expect(throws: StoreError.cannotOpen(path: none + "/store.db", .noFolder(none))) {
            try EventStore(path: none + "/store.db", creating: true)
        }
        #expect(throws: StoreError.cannotOpen(path: scratch.path, .isFolder)) { try EventStore(path: scratch.path) }
    }

    @Test(
        "a store that may not be written to cannot even be read, and says so",
        .enabled(
            if: geteuid() != 0, "root may write anywhere; StorePermissionTests tries it as root without that capability"
        ))
    func notWritable() throws {
        do {
            let store = try scratch.store()
            try Recorder(store).record([Line(time: 1)])
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.path)
        defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path) }
        #expect(throws: StoreError.cannotOpen(path: scratch.storePath, .notWritable)) {
            try EventStore(path: scratch.storePath)
        }
    }

    @Test("an empty file is no store to those that do not make one")
    func emptyIsNone() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.storePath))
        #expect(throws: StoreError.notAStore(path: scratch.storePath)) { try EventStore(path: scratch.storePath) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.storePath)).isEmpty)
    }

    @Test("an empty file, as a process killed while making a store leaves it, becomes a store")
    func empty() throws {
        try Data().write(to: URL(fileURLWithPath: scratch.storePath))
        #expect(try scratch.store().status().events == 0)
    }

    @Test("a closed store is one file")
    func oneFile() throws {
        do {
            let store = try scratch.store()
            try Recorder(store).record([Line(time: 1)])
        }
        #expect(try scratch.names == ["store.db"])
    }

    @Test("eight processes that make the same store at once make one")
    func raced() async throws {
        let path = scratch.storePath
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try Recorder(EventStore(path: path, creating: true)).record([Line(time: Int64(number))]).accepted
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 8)
        #expect(try scratch.store().isNumberedWithoutGaps())
    }
}
