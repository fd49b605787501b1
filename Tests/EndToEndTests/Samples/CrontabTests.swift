import Foundation
import Testing

@Suite("samples/crontab runs as it is")
struct CrontabTests {
    /// A table's variables, and its commands in order.
    private struct Table {
        // What cron itself sets.
        var variables = ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
        var commands: [String] = []

        init(_ text: String) throws {
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                if let variable = line.wholeMatch(of: /([A-Z_]+) *= *(.*)/) {
                    variables[String(variable.1)] = String(variable.2)
                } else {
                    let job = try #require(line.wholeMatch(of: /(?:[0-9*]+ +){5}(.*)/), "\(line)")
                    // A bare % would be a line end.
                    #expect(job.1.firstMatch(of: /[^\\]%/) == nil, "\(line)")
                    commands.append(String(job.1).replacing(#"\%"#, with: "%"))
                }
            }
        }
    }

    @Test("each command does its work under cron's own PATH, and prints nothing", .hangGuard)
    func commands() async throws {
        let installation = try await Installation()
        let table = try Table(installation.text(of: "crontab"))
        #expect(table.commands.count == 4)
        try await installation.send("one.ndjson")
        // The second night finds what the first one left.
        for _ in 1...2 {
            for command in table.commands {
                let run = try await installation.run(command, variables: table.variables)
                #expect(run.exit == 0 && run.text.isEmpty && run.errors.isEmpty, "\(command)\n\(run.text)\(run.errors)")
            }
        }
        #expect(installation.names(in: "spool/incoming") == [])
        #expect(installation.names(in: "spool/incoming.done") == ["one.ndjson"])
        #expect(installation.names(in: "lib/pushtrail/logs") == ["\(yesterday).zip"])
        #expect(installation.names(in: "lib/pushtrail/backup").count == 1)
        let history = try await installation.scratch.pushtrail(
            "history", "lib/pushtrail/archive", "--record", "lib/pushtrail/verified.ndjson", "--json")
        #expect(history.exit == 0 && history.text.contains("\"day\":\"\(yesterday)\""), "\(history.text)")
    }

    @Test("a command that fails says why, which cron mails", .hangGuard)
    func failure() async throws {
        let installation = try await Installation(store: false)
        let table = try Table(installation.text(of: "crontab"))
        for command in table.commands {
            let run = try await installation.run(command, variables: table.variables)
            let says = run.text + run.errors
            #expect(says.contains("error: ") || says.contains("NOT CHECKED"), "\(command)\n\(says)")
        }
    }

    @Test(
        "cron accepts it, added to a table that is there", .enabled(if: Peer.isExpected(.crontab) && getuid() == 0),
        .hangGuard)
    func cron() async throws {
        let installation = try await Installation()
        try installation.scratch.write(Array("0 1 * * *  true\n".utf8), to: "old")
        // In a mount namespace of its own: the machine's tables are not touched.
        let shell = """
            mount -t tmpfs none /var/spool/cron/crontabs && trap 'umount /var/spool/cron/crontabs' EXIT
            crontab old && (crontab -l; cat '\(Place.samples)/crontab') | crontab - && crontab -l
            """
        // A root that is no mount point, as after chroot, keeps its propagation. A container may not be permitted to mount.
        for options in [["--mount"], ["--mount", "--propagation", "unchanged"]] {
            let mount = "mount -t tmpfs none /var/spool/cron/crontabs && umount /var/spool/cron/crontabs"
            let isPermitted = try await installation.scratch.run("unshare", options + ["sh", "-c", mount]).exit == 0
            guard isPermitted else { continue }
            let finished = try await installation.scratch.run("unshare", options + ["sh", "-c", shell])
            #expect(finished.exit == 0, "\(finished.errors)")
            #expect(finished.text.contains("0 1 * * *  true\n") && finished.text.contains("pushtrail nightly"))
            break
        }
    }
}
