import Foundation
import Testing

@Suite("samples/systemd runs as it is")
struct SystemdUnitTests {
    private static let units = ["daily-log", "nightly", "verify", "backup"]

    private static func files(_ suffixes: String...) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Place.samples + "/systemd")
            .filter { name in suffixes.contains { name.hasSuffix($0) } }.sorted()
    }

    /// The values of a setting in a unit, in order.
    private static func values(of setting: String, in unit: String) -> [String] {
        unit.replacing("\\\n", with: " ").split(separator: "\n").filter { $0.hasPrefix("\(setting)=") }
            .map { String($0.dropFirst(setting.count + 1)) }
    }

    @Test(
        "systemd finds nothing wrong with the units, and little that an intruder could do",
        .enabled(if: Peer.isExpected(.systemdAnalyze), Peer.reason), .hangGuard)
    func verified() async throws {
        let scratch = try Scratch()
        // A system's root with the units, and programs where they look for them.
        let made = try await scratch.run(
            "sh",
            [
                "-euc",
                """
                mkdir -p root/usr/lib/systemd root/etc/systemd/system root/usr/local/bin root/bin
                cp -a /usr/lib/systemd/system root/usr/lib/systemd/
                cp -r samples/systemd/*.service samples/systemd/*.timer samples/systemd/*.d root/etc/systemd/system/
                for program in bin/sh usr/local/bin/pushtrail usr/local/bin/pushtrail-daily-log; do
                    printf '#!/bin/sh\\n' >root/$program
                    chmod +x root/$program
                done
                """,
            ])
        try #require(made.exit == 0, "\(made.errors)")
        let analyzed = try await scratch.run(
            "systemd-analyze", ["verify", "--man=no", "--root=root"] + Self.files(".service", ".timer"))
        #expect(analyzed.exit == 0 && analyzed.errors.isEmpty, "\(analyzed.text)\(analyzed.errors)")
        for unit in Self.units + ["serve"] {
            // 0 is the safest, 100 the least.
            let security = try await scratch.run(
                "systemd-analyze",
                ["security", "--offline=true", "--root=root", "--threshold=20", "pushtrail-\(unit).service"])
            #expect(security.exit == 0, "\(security.text)\(security.errors)")
        }
    }

    @Test("every unit has an alarm, and every work a timer", arguments: units + ["serve"])
    func settings(unit: String) throws {
        let text = try String(contentsOfFile: "\(Place.samples)/systemd/pushtrail-\(unit).service", encoding: .utf8)
        #expect(Self.values(of: "OnFailure", in: text) == ["push-alarm@%n.service"])
        #expect(try unit == "serve" || Self.files(".timer").contains("pushtrail-\(unit).timer"))
        // A unit that is restarted for ever never fails, and its alarm never rings.
        if !Self.values(of: "Restart", in: text).isEmpty {
            let minutes = { (setting: String) in
                let value = Self.values(of: setting, in: text).first ?? ""
                let number = Double(value.prefix { $0.isNumber }) ?? 0
                return value.hasSuffix("h") ? number * 60 : value.hasSuffix("min") ? number : number / 60
            }
            let burst = Double(Self.values(of: "StartLimitBurst", in: text).first ?? "") ?? 0
            #expect(burst >= 2 && minutes("StartLimitIntervalSec") > burst * minutes("RestartSec"))
        }
    }

    @Test("the commands do their work, one after the other as the timers start them", .hangGuard)
    func commands() async throws {
        let installation = try await Installation()
        try await installation.send("one.ndjson")
        for unit in ["daily-log", "nightly", "backup", "verify"] {
            let text =
                try installation.text(of: "systemd/pushtrail-.service.d/hardening.conf")
                + installation.text(of: "systemd/pushtrail-\(unit).service")
            var variables = ["PATH": "\(installation.scratch.path)/bin:/usr/bin:/bin"]
            var lines = Self.values(of: "Environment", in: text)
            for _ in Self.values(of: "EnvironmentFile", in: text) {
                lines += try installation.text(of: "systemd/verify.conf").split(separator: "\n").map(String.init)
            }
            for line in lines where !line.hasPrefix("#") {
                let parts = line.split(separator: "=", maxSplits: 1)
                variables[String(parts[0])] = String(parts[1])
            }
            for command in Self.values(of: "ExecStartPre", in: text) + Self.values(of: "ExecStart", in: text) {
                let command = command.replacing("%%", with: "%").replacing("$$", with: "$")
                let run = try await installation.run(command, variables: variables)
                #expect(run.exit == 0, "\(command)\n\(run.text)\(run.errors)")
            }
        }
        #expect(installation.names(in: "lib/pushtrail/logs") == ["\(yesterday).zip"])
        #expect(installation.names(in: "lib/pushtrail/backup").count == 1)
        #expect(installation.names(in: "lib/pushtrail").contains("verified.ndjson"))
    }
}
