import Foundation
import Testing

/// One after the other: where the machine is real, there is only one.
@Suite("The production page is followed as it stands", .serialized)
struct ProductionPageTests {
    @Test(
        "installed, sealed, damaged, restored, lost and recovered from the archive alone",
        .enabled(if: Peer.isExpected(.faketime), Peer.reason), .hangGuard)
    func followed() async throws {
        let machine = try await Machine()
        var page = try ProductionPage()
        func run(_ commands: String) async throws -> Finished {
            try await machine.run(commands, at: "2026-11-20 12:00:00")
        }
        /// Runs a section's next block.
        func follow(_ section: String) async throws {
            let block = try page.next(of: section)
            let run = try await run(block)
            #expect(run.exit == 0, "\(block)\n\(run.text)\(run.errors)")
        }
        /// Puts a file of three days' events up to now into the spool.
        func send(_ name: String, seed: Int) async throws {
            let events = "simulate --quiet --messages 80 --days 3 --seed \(seed)"
            _ = try await run("pushtrail \(events) -o /var/spool/pushtrail/incoming/\(name)")
        }
        /// The number of events in the store.
        func events() async throws -> Int {
            let status = try await run("pushtrail store status --json")
            let object = try JSONSerialization.jsonObject(with: Data(status.output))
            return try #require((object as? [String: Any])?["events"] as? Int)
        }

        try await follow("Install")
        try await follow("Install")
        try await follow("The key")
        try await follow("Every night")
        try await send("first.ndjson", seed: 1)
        try await follow("Every night")
        try await follow("The key")
        let verifierKey = try await run("pushtrail key show ledger.key").text
            .trimmingCharacters(in: .newlines)

        // More events after the backup, then a page of the store is lost.
        try await send("second.ndjson", seed: 2)
        _ = try await run("pushtrail-daily-log /var/spool/pushtrail/incoming logs")
        let recorded = try await events()
        let damaged = try await run(
            "dd if=/dev/urandom of=pushtrail.db bs=4096 seek=8 count=2 conv=notrunc status=none; pushtrail store check")
        #expect(damaged.exit != 0)
        try await follow("Restore")
        try await follow("Restore")
        #expect(try await events() < recorded)
        try await follow("Restore")
        #expect(try await events() == recorded)
        try await follow("Restore")

        // Everything but the archive is lost.
        try await follow("Restore")
        #expect(try await events() > 0)
        try await follow("What grows")
        let verified = try await run(
            "pushtrail verify archive --vkey '\(verifierKey)' --expect-through 2026-11-19")
        #expect(verified.exit == 0, "\(verified.text)\(verified.errors)")
        #expect(try await run("ls /var/spool/pushtrail/incoming").output.isEmpty)
        // Nothing on the page was left out.
        #expect(page.rest == [:])
    }

    /// Expects that cron mails nothing in the night after a day.
    private func expectQuiet(_ week: Week, after day: Int) async throws {
        let alarms = try await week.night(after: day)
        #expect(alarms == [], "\(alarms)")
    }

    @Test(
        "a week of nights: whatever goes wrong rings, is mended as the page says, and at the end nothing is lost",
        .enabled(if: Peer.isExpected(.faketime, .promtool, .strace, .curl), Peer.reason), .hangGuard)
    func week() async throws {
        var week = try await Week()
        try await week.begin()

        // Monday goes well.
        try await week.send(9)
        try await expectQuiet(week, after: 9)

        // Tuesday: a file arrives cut off. It is put aside, and sent again.
        try await week.send(10)
        try await week.sendCutZip()
        let damaged = try await week.night(after: 10)
        #expect(damaged.map(\.job) == [.dailyLog] && damaged[0].mail.contains("cut.zip: "), "\(damaged)")
        try await week.repairZip()

        // Wednesday: the disk is full. Nothing is sealed, nobody looks until the alarm rings in the morning.
        try await week.send(11)
        let full = try await week.night(after: 11, isDiskFull: true)
        // A backup writes to another file, which only a machine of its own can keep from it.
        #expect(full.map(\.job) == [.dailyLog, .nightly] + (Machine.isReal ? [.backup] : []), "\(full)")
        #expect(full.allSatisfy { $0.mail.contains("no space left") }, "\(full)")
        #expect(try await week.sealedNights() == ["2026-11-09", "2026-11-10"])
        try await week.machine.freeALittle()
        // The archive was never verified so far.
        let alarms = try await week.alarms(at: "2026-11-12 07:00:00")
        #expect(alarms.isSuperset(of: ["PushtrailNightNotSealed", "PushtrailNightNotVerified"]), "\(alarms)")
        #expect(alarms.contains("PushtrailDiskNearlyFull") || !Machine.isReal, "\(alarms)")
        try await week.machine.fillDisk(false)
        try await expectQuiet(week, after: 11)

        // Thursday: the service is killed while events are posted to it.
        try await week.send(12)
        try await week.postAcrossAKill(at: "2026-11-12 15:00:00")
        try await expectQuiet(week, after: 12)

        // Friday: the key is replaced; the table keeps the old one.
        try await week.send(13)
        try await week.replaceKey(at: "2026-11-13 15:00:00")
        try await expectQuiet(week, after: 13)

        // On Saturday the machine is off, so that Sunday's night seals both.
        try await week.send(14)
        try await week.send(15)
        let monday = try await week.night(after: 15)
        #expect(monday.map(\.job) == [.verify] && monday[0].mail.contains("none of the keys given"), "\(monday)")
        week.useNewKey()
        #expect(try await week.verify(at: "2026-11-16 09:00:00") == "")
        #expect(try await week.alarms(at: "2026-11-16 10:00:00").isDisjoint(with: Week.alarmsOfNights))

        // On the second Monday the store is lost, after more events were recorded.
        try await week.send(16)
        try await week.loseStore(at: "2026-11-16 23:00:00")
        try await expectQuiet(week, after: 16)

        try await week.expectThatNothingIsLost(sealed: 9...16, at: "2026-11-17 12:00:00")
    }
}

extension ServicePeers {
    @Suite("Alarms are about metrics that there are")
    struct AlarmTests {
        @Test(
            "each metric that is named is served",
            arguments: ["samples/prometheus/pushtrail.yml", ProductionPage.path])
        func metrics(file: String) async throws {
            let text = try String(contentsOf: Place.repository.appending(path: file), encoding: .utf8)
            let names = Set(text.matches(of: /pushtrail_[a-z_]+/).map { String($0.output) })
            #expect(names.count >= 6)
            let scratch = try Scratch()
            try await scratch.makeStore(messages: 10)
            try await scratch.serving(Serving("--verification-record", "none")) { server in
                let metrics = try await server.curl("/metrics").text
                for name in names {
                    // A histogram's counts appear with its first value.
                    let base = name.hasSuffix("_count") ? String(name.dropLast(6)) : name
                    #expect(metrics.contains("# TYPE \(base) "), "\(name)")
                }
            }
        }
    }
}
