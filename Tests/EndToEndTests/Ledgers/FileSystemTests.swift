import Foundation
import Testing

@Suite("An archive on a disk of another kind", .enabled(if: Peer.isExpected(.strace)))
struct FileSystemTests {
    /// A store with a day's events, and a key.
    private func prepared() async throws -> Scratch {
        let scratch = try Scratch()
        let made = try await scratch.run(
            "sh",
            [
                "-c",
                """
                "$0" simulate --messages 20 --days 1 --as-of 2026-11-20 --format csv -o day.csv
                "$0" ingest -q --as-of 2026-11-20T12:00:00Z day.csv
                "$0" key new -q --origin example.com/push -o key > vkey
                """, Place.binary,
            ])
        try #require(made.exit == 0, "\(made.errors)")
        return scratch
    }

    /// Seals a night where these system calls fail.
    private func nightly(_ scratch: Scratch, failing calls: [String]) async throws -> Finished {
        let faults = calls.flatMap { ["-e", "inject=\($0)"] }
        let traced = ["-f", "-qq", "-o", "/dev/null", "-e", "trace=link,linkat,renameat2"] + faults
        return try await scratch.run(
            "strace",
            traced + [Place.binary, "nightly", "--archive", "archive", "--key", "key", "--through", "2026-11-20"])
    }

    @Test(
        "without hard links, as exFAT and FAT, is sealed, and sealed again",
        arguments: ["EPERM", "ENOSYS", "EOPNOTSUPP"])
    func withoutLinks(error: String) async throws {
        let scratch = try await prepared()
        for _ in 0..<2 {
            let sealed = try await nightly(scratch, failing: ["link,linkat:error=\(error)"])
            #expect(sealed.exit == 0, "\(sealed.errors)")
        }
        let vkey = String(decoding: try scratch.file("vkey"), as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let verified = try await scratch.pushtrail("verify", "archive", "--vkey", vkey)
        #expect(verified.exit == 0, "\(verified.text)")
    }

    @Test("that cannot rename without replacing either is named as the cause, and nothing is left there")
    func withoutEither() async throws {
        let scratch = try await prepared()
        let failed = try await nightly(scratch, failing: ["link,linkat:error=EPERM", "renameat2:error=EINVAL"])
        #expect(failed.exit == 3)
        #expect(failed.errors.contains("the file system has no hard links"), "\(failed.errors)")
        #expect(!failed.errors.contains("ls -ld"))
        let left = try await scratch.run("find", ["archive", "-type", "f"])
        #expect(left.text == "archive/ledger/lock\n")
    }

    @Test("with the lost+found of its root is verified without a look into it")
    func lostAndFound() async throws {
        let archive = try SampleArchive()
        let withoutPrivilege = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search" : ""
        let verified = try await archive.scratch.run(
            "sh",
            [
                "-c",
                #"mkdir -m 0 archive/lost+found; \#(withoutPrivilege) "$0" verify archive --vkey "$1"; code=$?; chmod 700 archive/lost+found; exit $code"#,
                Place.binary, archive.vkey,
            ])
        #expect(verified.exit == 0, "\(verified.text)")
    }
}
