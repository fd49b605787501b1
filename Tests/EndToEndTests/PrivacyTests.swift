import Foundation
import Testing

@Suite("Who may read what is written")
struct PrivacyTests {
    private func modes(_ scratch: Scratch, _ paths: String) async throws -> [String: String] {
        let listed = try await scratch.run("sh", ["-c", "stat -c '%n %a' \(paths)"])
        #expect(listed.exit == 0, "\(listed.errors)")
        let pairs = listed.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
    }

    @Test(
        "the store and all that is kept beside it are their owner's alone, whatever the mask",
        arguments: ["000", "022", "077"])
    func ownersAlone(mask: String) async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                umask \(mask)
                mkdir folder; ln -s folder/real.db linked.db
                pushtrail ingest --store linked.db samples/day.ndjson
                pushtrail store create --store token.db
                pushtrail token create --name n --scope export --store token.db
                pushtrail ingest --as-of '2026-11-20 12:00:00' samples/day.ndjson
                id=$(pushtrail request --as-of 2026-11-20)
                pushtrail results --wait "$id"
                pushtrail store backup -o backup.db
                pushtrail key new --origin o -o key >vkey
                pushtrail nightly --archive archive --key key --through 2026-11-20
                pushtrail verify archive --vkey "$(cat vkey)" --record record.ndjson
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        // The WAL's files are there while the store is open.
        let wal = try await scratch.run(
            Place.python,
            [
                "-c",
                """
                import os, sqlite3
                store = sqlite3.connect("pushtrail.db")
                store.execute("SELECT count(*) FROM sealed").fetchone()
                print(*(oct(os.stat("pushtrail.db" + end).st_mode & 0o777) for end in ("-wal", "-shm")))
                """,
            ])
        #expect(wal.text == "0o600 0o600\n", "\(wal.errors)")
        let files = try await modes(
            scratch, "pushtrail.db token.db folder/real.db pushtrail.db.results/*.zip backup.db key record.ndjson")
        #expect(files.count == 7)
        for (path, mode) in files { #expect(mode == "600", "\(path)") }
        #expect(try await modes(scratch, "pushtrail.db.results") == ["pushtrail.db.results": "700"])
    }

    @Test("outputs and archives follow the mask, and what is there keeps its mode")
    func masks() async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                umask 022
                touch pushtrail.db backup.db record.ndjson; mkdir pushtrail.db.results
                chmod 640 pushtrail.db backup.db record.ndjson; chmod 750 pushtrail.db.results
                pushtrail ingest --as-of '2026-11-20 12:00:00' samples/day.ndjson
                pushtrail export --as-of 2026-11-20 -o log.zip
                pushtrail report --json -o report.json log.zip
                pushtrail results --wait "$(pushtrail request --as-of 2026-11-20)" -o result.zip
                pushtrail store backup -o backup.db
                pushtrail key new --origin o -o key >vkey
                pushtrail nightly --archive archive --key key --through 2026-11-20
                pushtrail verify archive --vkey "$(cat vkey)" --record record.ndjson
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        let files = try await modes(
            scratch, "log.zip report.json result.zip archive archive/ledger/checkpoint archive/2026/11/2026-11-20.zip")
        for (path, mode) in files { #expect(mode == (path == "archive" ? "755" : "644"), "\(path)") }
        let kept = try await modes(scratch, "pushtrail.db backup.db record.ndjson pushtrail.db.results")
        for (path, mode) in kept { #expect(mode == (path.hasSuffix("results") ? "750" : "640"), "\(path)") }
    }
}
