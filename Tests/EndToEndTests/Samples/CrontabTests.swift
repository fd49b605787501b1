import Foundation
import Testing

@Suite("samples/crontab runs as it is")
struct CrontabTests {
    @Test("each command does its work under cron's own PATH, and prints nothing", .hangGuard)
    func commands() async throws {
        let installation = try await Installation()
        let table = try Crontab(installation.text(of: "crontab"))
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
        let table = try Crontab(installation.text(of: "crontab"))
        for command in table.commands {
            let run = try await installation.run(command, variables: table.variables)
            let says = run.text + run.errors
            #expect(says.contains("error: ") || says.contains("NOT CHECKED"), "\(command)\n\(says)")
        }
    }

    @Test("cron accepts it, added to a table that is there", .enabled(if: Peer.isExpected(.crontab), Peer.reason))
    func cron() async throws {
        let scratch = try Scratch()
        // A dry run: nothing is installed.
        let shell = "(echo '0 1 * * *  true'; cat samples/crontab) > table; crontab -n table"
        let finished = try await scratch.run("sh", ["-c", shell])
        #expect(finished.exit == 0, "\(finished.errors)")
        let broken = try await scratch.run("sh", ["-c", "echo '60 1 * * *  true' >> table; crontab -n table"])
        #expect(broken.exit != 0, "\(broken.errors)")
    }
}
