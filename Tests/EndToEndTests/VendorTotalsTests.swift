import Foundation
import Testing

@Suite(
    "What other vendors' exports say is what a tracking log of the same events says",
    .enabled(if: Peer.isExpected(.python3)))
struct VendorTotalsTests {
    @Test(
        "split over files and zips, shuffled and doubled, read directly, and ingested and exported",
        arguments: [
            "fcm/lines", "fcm/table", "onesignal/audience", "onesignal/flat", "onesignal/nested", "customerio/lines",
            "braze/nested", "braze/batches", "braze/avro", "braze/plain", "sns/lines", "sns/events", "sns/batches",
        ])
    func totals(shape: String) async throws {
        let scratch = try Scratch()
        try await scratch.python(
            Place.repository.appending(path: "Tests/ForeignLogsTests/Peers/truth.py").path(), "4", "truth")
        try await scratch.python(Place.peer("pack_exports.py"), "truth", shape, ".")
        try await scratch.report(on: "truth.csv", to: "truth.json")

        try await scratch.report(on: "exports", to: "direct.json")
        try await scratch.expectSameTotals("--once", "direct.json", "truth.json")

        try await scratch.ingest("exports")
        try await scratch.export(to: "log.zip", "--as-of", "2025-12-04T08:00:00Z")
        try await scratch.report(on: "log.zip", to: "exported.json")
        try await scratch.expectSameTotals("exported.json", "truth.json")
    }
}

extension Scratch {
    fileprivate func python(_ program: String, _ arguments: String...) async throws {
        let result = try await run(Place.python, [program] + arguments)
        try #require(result.exit == 0, "\(result.errors)")
    }

    fileprivate func report(on logs: String, to file: String) async throws {
        let result = try await pushtrail("report", "--format", "json", "-o", file, logs)
        try #require(result.exit == 0, "\(result.errors)")
    }

    fileprivate func expectSameTotals(_ arguments: String...) async throws {
        let result = try await run(Place.python, [Place.peer("same_totals.py")] + arguments)
        #expect(
            result.text.hasPrefix("the same: ") && !result.text.hasPrefix("the same: 0"),
            "\(arguments): \(result.text)\(result.errors)")
    }
}
