import Foundation
import Testing

@Suite("Where there is no more memory")
struct ExhaustionTests {
    @Test(
        "a command does its work or says so: it neither crashes nor hangs, and leaves nothing half done",
        arguments: [
            "report log.zip", "timeline --person u log.zip", "ingest samples/day.ndjson", "verify log.zip",
            "export --store full.db -o out.zip",
            "report --format json -o out.json log.zip",
        ])
    func limits(command: String) async throws {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-ec",
                """
                pushtrail simulate --messages 2000 --as-of 2026-11-20 --format zip -o log.zip
                pushtrail ingest --store full.db samples/day.ndjson
                # What the program takes before it does anything, in kB. On a busy machine more threads live at once, so that
                # a limit may suffice at one time and not at another: three tries.
                starts() {
                    for _ in 1 2 3; do
                        (ulimit -v $limit; pushtrail --version >/dev/null 2>&1) && return
                    done
                    return 1
                }
                limit=60000
                until starts; do limit=$((limit + 2500)); done
                # To a quarter of a megabyte, which no command can do without.
                limit=$((limit - 2500))
                until starts; do limit=$((limit + 250)); done
                echo $limit
                """,
            ])
        #expect(made.exit == 0, "\(made.errors)")
        let least = try #require(made.text.split(separator: "\n").last.flatMap { Int($0) })
        var failed = 0
        for extra in [0, 1_000, 2_000, 4_000, 6_000, 12_000, 25_000, 50_000, 100_000] {
            let finished = try await scratch.run(
                "sh", ["-c", "rm -f pushtrail.db*; ulimit -v \(least + extra); pushtrail \(command)"])
            // A table of what is in a zip, or a store, may fail to be read for want of memory.
            let isTold = finished.errors.contains("error: ") && finished.exit == 3
            let isDone = [0, 1].contains(finished.exit)
            #expect(isTold || isDone, "\(command) with \(least + extra) kB: \(finished.exit) \(finished.errors)")
            if isTold { failed += 1 }
            let names = try scratch.names()
            #expect(!names.contains { $0.contains(".tmp") }, "\(names)")
        }
        #expect(failed > 0, "no limit was low enough to try it")
    }
}
