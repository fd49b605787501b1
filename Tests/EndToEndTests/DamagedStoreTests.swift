import Foundation
import Testing

@Suite("A damaged store")
struct DamagedStoreTests {
    /// A store of some events one of which was lost, as page damage loses them.
    private func damaged() async throws -> Scratch {
        let scratch = try Scratch()
        try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail simulate --messages 100 --days 1 --as-of 2026-11-20 --seed 9 >events.ndjson
                pushtrail ingest --as-of '2026-11-20 00:20:00' events.ndjson
                pushtrail key new --origin example.com/push -o key
                pushtrail store backup -o backup.db
                sqlite3 pushtrail.db 'DELETE FROM event WHERE seq = 7'
                """,
            ])
        return scratch
    }

    @Test("is not exported, requested or sealed: exit 3, with the day and what to do, and nothing is written")
    func refused() async throws {
        let scratch = try await damaged()
        let names = try scratch.names()
        for arguments in [
            ["export", "--as-of", "2026-11-20", "-o", "log.zip"],
            ["export", "--as-of", "2026-11-20", "--date", "2026-11-19", "-o", "log.zip"],
            ["nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-19"],
        ] {
            let finished = try await scratch.run(Place.binary, arguments)
            #expect(finished.exit == 3, "\(arguments)")
            #expect(
                finished.errors.contains(/pushtrail.db is damaged: [0-9]+ events of 2026-11-19 were recorded, and/),
                "\(finished.errors)")
            #expect(finished.errors.contains("pushtrail store check"))
        }
        #expect(try !scratch.names().contains("log.zip"))
        #expect(try scratch.names().filter { $0.hasSuffix(".zip") || $0.contains("checkpoint") } == [])
        #expect(Set(names).isSubset(of: try scratch.names()))
    }

    @Test("makes a job fail for the same reason")
    func jobs() async throws {
        let scratch = try await damaged()
        let request = try await scratch.pushtrail("request", "--as-of", "2026-11-20")
        let id = request.text.trimmingCharacters(in: .whitespacesAndNewlines)
        let results = try await scratch.pushtrail("results", "--wait", id, "-o", "log.zip")
        #expect(results.exit == 1, "\(results.errors)")
        #expect(results.errors.contains("events of 2026-11-19 were recorded"), "\(results.errors)")
    }

    @Test("is found by a check, and replaced by its backup; then it is sealed")
    func restored() async throws {
        let scratch = try await damaged()
        let checked = try await scratch.pushtrail("store", "check")
        #expect(checked.exit == 1)
        #expect(checked.text.contains("events: "), "\(checked.text)")
        #expect(checked.errors.contains("store restore BACKUP"), "\(checked.errors)")
        let document = try await scratch.pushtrail("store", "check", "--json")
        #expect(document.text.contains(#""result":"damaged""#) && document.text.contains(#""day":"2026-11-19""#))
        #expect(try await scratch.pushtrail("store", "restore", "backup.db").exit == 0)
        let sound = try await scratch.pushtrail("store", "check", "--json")
        #expect(sound.exit == 0 && sound.text.contains(#""result":"ok""#), "\(sound.text)")
        let sealed = try await scratch.pushtrail(
            "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-19")
        #expect(sealed.exit == 0, "\(sealed.errors)")
    }

    @Test("a store in use is not replaced; a store that is there is not created again")
    func inUse() async throws {
        let scratch = try await damaged()
        let busy = try await scratch.run(
            "sh",
            [
                "-c",
                """
                (sleep 60 | pushtrail ingest - >/dev/null 2>&1) & other=$!
                until [ -e pushtrail.db-shm ]; do sleep 0.05; done
                pushtrail store restore backup.db; code=$?
                pkill -P $other; kill $other 2>/dev/null; exit $code
                """,
            ])
        #expect(busy.exit == 3)
        #expect(busy.errors.contains("is in use by process"), "\(busy.errors)")
        let again = try await scratch.pushtrail("store", "create")
        #expect(again.exit == 3 && again.errors.contains("pushtrail.db already exists"))
        let missing = try await scratch.pushtrail("store", "restore", "nowhere.db")
        #expect(missing.exit == 3 && missing.errors.contains("there is no store at nowhere.db"))
    }
}
