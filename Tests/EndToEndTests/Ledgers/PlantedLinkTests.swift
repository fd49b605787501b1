import Foundation
import Testing

@Suite("Symbolic links that somebody planted where nightly writes")
struct PlantedLinkTests {
    /// The places below the archive, and where each link leads.
    static let places = [
        "2026/11/2026-11-16.zip", "2026/11/2026-11-16.manifest.json", "ledger/tile/0/000.p/3",
        "ledger/tile/entries/000.p/3", "ledger/checkpoint-3.tsr", "2026/11", "2026", "ledger/tile/0", "ledger/tile",
        "ledger",
    ]

    @Test(
        "are refused by name, dangling or not; nothing is written at their ends, and the night is sealed without them",
        arguments: places, [true, false])
    func planted(_ place: String, isDangling: Bool) async throws {
        let scratch = try Scratch()
        func nightly(_ day: String) async throws -> Finished {
            try await scratch.pushtrail(
                "nightly", "--archive", "archive", "--key", "key", "--through", day, "--timestamp-command",
                "bash \(Place.peer("timestamp.sh")) tsa")
        }
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                for day in 15 16; do pushtrail simulate --messages 20 --days 1 --as-of 2026-11-$day >part.ndjson
                pushtrail ingest --as-of "2026-11-$day 23:00:00" part.ndjson; done
                pushtrail key new --origin example.com/push -o key >vkey
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        let first = try await nightly("2026-11-15")
        #expect(first.exit == 0, "\(first.errors)")
        // What stands there already stands at the link's end, unless that is nowhere.
        let plant = """
            mkdir -p elsewhere archive/$(dirname \(place))
            [ -e archive/\(place) ] && mv archive/\(place) kept || true
            \(isDangling ? "" : "if [ -e kept ]; then cp -r kept elsewhere/end; else mkdir elsewhere/end; fi")
            ln -s "$PWD/elsewhere/end" archive/\(place)
            find elsewhere -type f | sort | xargs -r sha256sum >before
            """
        #expect(try await scratch.run("sh", ["-ec", plant]).exit == 0)
        let refused = try await nightly("2026-11-16")
        // Where the night is sealed, it is the timestamp that is not kept.
        #expect(refused.exit == (place.hasSuffix(".tsr") ? 1 : 3), "\(refused.text)\(refused.errors)")
        #expect(refused.errors.contains("archive/\(place): it is a symbolic link"), "\(refused.errors)")
        let after = try await scratch.run("sh", ["-c", "find elsewhere -type f | sort | xargs -r sha256sum"])
        #expect(try after.output == scratch.file("before"))
        let verified = try await scratch.run("sh", ["-c", "pushtrail verify archive --vkey $(cat vkey)"])
        #expect(verified.exit != 0)

        let mend = "rm archive/\(place); [ -e kept ] && mv kept archive/\(place) || true"
        #expect(try await scratch.run("sh", ["-ec", mend]).exit == 0)
        let sealed = try await nightly("2026-11-16")
        #expect(sealed.exit == 0, "\(sealed.errors)")
        let whole = try await scratch.run("sh", ["-c", "pushtrail verify archive --vkey $(cat vkey)"])
        #expect(whole.exit == 0, "\(whole.text)")
    }

    @Test("are followed where a person named them: the archive itself, and an output")
    func named() async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail ingest --as-of '2026-11-20 12:00:00' samples/day.ndjson
                pushtrail key new --origin example.com/push -o key
                mkdir real shelf; ln -s real archive; ln -s shelf/report.json report.json
                pushtrail nightly --archive archive --key key --through 2026-11-20
                pushtrail report --json -o report.json samples/day.ndjson
                test -L report.json; test -f shelf/report.json; test -f real/ledger/checkpoint
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
    }
}
