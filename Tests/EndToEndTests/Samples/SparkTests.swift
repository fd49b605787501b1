import Foundation
import Testing

@Suite("samples/spark reports on many logs by a cluster", .hangGuard)
struct SparkTests {
    @Test(
        "a worker is killed, and the report is that of one machine",
        .enabled(if: Peer.isVirtualEnvironmentExpected && Peer.isExpected(.java), Peer.reason))
    func report() async throws {
        let scratch = try Scratch()
        for (seed, day) in ["2026-11-18", "2026-11-19", "2026-11-20"].enumerated() {
            let made = try await scratch.pushtrail(
                "simulate", "--messages", "2000", "--days", "1", "--seed", "\(seed)", "--as-of", day, "--format", "zip",
                "--quiet", "-o", "log-\(day).zip")
            #expect(made.exit == 0, "\(made.errors)")
        }
        let files = try await scratch.run(
            "sh",
            [
                "-c",
                """
                mkdir -p logs/older spark && mv log-2026-11-18.zip logs/older && mv log-*.zip logs
                cp samples/dialects/php-escape.csv samples/day.ndjson logs
                printf 'timestamp;tracking_code;hwid;status\nyesterday;T;h;sent\n' > logs/rejected.csv
                echo 'no log' > logs/README
                """,
            ])
        #expect(files.exit == 0, "\(files.errors)")
        let cluster = try await scratch.run(
            Place.python,
            [Place.peer("spark.py"), Place.binary, "samples/spark/report.py", "logs", "spark", "--json"])
        #expect(cluster.exit == 1, "\(cluster.errors)")
        let alone = try await scratch.run("sh", ["-c", "cd logs && exec pushtrail report --json ."])
        #expect(alone.exit == 1, "\(alone.errors)")
        #expect(try Self.report(cluster.output) == Self.report(alone.output))
    }

    /// A report but for the moment it was made at.
    private static func report(_ output: [UInt8]) throws -> [String] {
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(lines.count > 100)
        return lines.filter { !$0.contains("\"generated_at\"") }
    }
}
