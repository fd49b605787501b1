import Foundation
import Testing

/// A week in November 2026 on the production page's machine, whose nights are run by `samples/crontab`.
struct Week {
    /// The lines of the table, in order.
    enum Job: Int, CaseIterable {
        case dailyLog, nightly, backup, verify

        var time: String {
            switch self {
            case .dailyLog: "00:20:00"
            case .nightly: "00:35:00"
            case .backup: "01:10:00"
            case .verify: "04:40:00"
            }
        }
    }

    /// What a job printed, which cron mails.
    struct Alarm: Equatable {
        var job: Job
        var mail: String
    }

    /// The alarms of samples/prometheus that are about nights.
    static let alarmsOfNights: Set = ["PushtrailNightNotSealed", "PushtrailNightNotVerified"]

    let machine: Machine
    private var table: Crontab
    private var page: ProductionPage
    /// What `pushtrail key show` prints now.
    private var verifierKey = ""

    init() async throws {
        machine = try await Machine()
        page = try ProductionPage()
        table = try Crontab(String(contentsOfFile: "\(Place.samples)/crontab", encoding: .utf8))
        #expect(table.commands.count == Job.allCases.count)
    }

    private static func date(_ day: Int) -> String { String(format: "2026-11-%02d", day) }

    /// Runs commands that have to succeed.
    @discardableResult
    private func run(_ commands: String, at clock: String) async throws -> String {
        let run = try await machine.run(commands, at: clock)
        #expect(run.exit == 0, "\(commands)\n\(run.text)\(run.errors)")
        return run.text.trimmingCharacters(in: .newlines)
    }

    private mutating func follow(_ section: String, at clock: String) async throws {
        try await run(page.next(of: section), at: clock)
    }

    /// Installs everything, and makes the key.
    mutating func begin() async throws {
        try await machine.mountSmallDisk()
        for section in ["Install", "Install", "The key", "Every night"] {
            try await follow(section, at: "2026-11-09 08:00:00")
        }
        try await run("mkdir /var/spool/pushtrail/sent", at: "2026-11-09 08:00:00")
        try await readVerifierKey()
        useNewKey()
    }

    private mutating func readVerifierKey() async throws {
        verifierKey = try await run("pushtrail key show ledger.key", at: "2026-11-09 08:00:00")
    }

    /// Puts the verifier key into the table.
    mutating func useNewKey() { table.variables["VERIFIER_KEY"] = verifierKey }

    // MARK: - Senders

    /// A sender's file of a day comes into the spool.
    func send(_ day: Int) async throws {
        try await run(
            """
            cd /var/spool/pushtrail
            pushtrail simulate --quiet --messages 60 --days 1 --seed \(day) -o sent/day-\(day).ndjson
            cp sent/day-\(day).ndjson incoming/.part
            mv incoming/.part incoming/day-\(day).ndjson
            """, at: "\(Self.date(day)) 23:00:00")
    }

    func sendCutZip() async throws {
        try await run(
            """
            cd /var/spool/pushtrail
            pushtrail simulate --quiet --messages 40 --days 1 --seed 100 --format csv -o sent/extra.csv
            zip -q -j whole.zip sent/extra.csv
            head -c 2000 whole.zip >incoming/cut.zip
            """, at: "2026-11-10 22:00:00")
    }

    func repairZip() async throws {
        let reason = try await run(
            "cd /var/spool/pushtrail; cat incoming.damaged/*cut.zip.reason; mv whole.zip incoming/cut.zip",
            at: "2026-11-11 09:00:00")
        #expect(reason.contains("cut off"), "\(reason)")
    }

    /// Events are posted to a service that is killed meanwhile. The client sends all of them again.
    func postAcrossAKill(at clock: String) async throws {
        try await run(
            """
            pushtrail simulate --quiet --messages 60 --days 1 --seed 200 -o posted.ndjson
            cp posted.ndjson /var/spool/pushtrail/sent/
            split -n l/4 posted.ndjson part.
            pushtrail token create --name crm --scope ingest >token
            \(Self.serve)
            post() {
                curl -sS --data-binary @"$1" -H "Authorization: Bearer $(cat token)" "$url/v1/events" 2>&1
            }
            serve
            post part.aa | grep -q '"rejected":\\[\\]'
            post part.ab >answer.ab & clients=$!
            post part.ac >answer.ac & clients+=" $!"
            kill -9 "$server"
            wait $clients "$server" || true
            serve
            for part in part.a?; do post "$part" | grep -q '"rejected":\\[\\]'; done
            stop
            """, at: clock)
    }

    /// Shell functions that start the service, find its address and process, and stop it.
    private static let serve = """
        server=''
        trap '[ -z "$server" ] || kill -9 "$server" 2>/dev/null || true' EXIT
        serve() {
            # Not what the service before it wrote.
            rm -f serve.log
            pushtrail serve --port 0 --verification-record verified.ndjson 2>serve.log & server=$!
            until url="$(grep -om1 'http://127.0.0.1:[0-9]*' serve.log 2>/dev/null)"; do
                kill -0 "$server" || { cat serve.log >&2; exit 3; }
                sleep 0.1
            done
        }
        stop() {
            kill "$server"
            wait "$server"
            server=''
        }
        """

    // MARK: - Nights

    /// Runs the table in the night after a day; the archive is verified on Mondays only.
    ///
    /// - Returns: what cron mails.
    func night(after day: Int, isDiskFull: Bool = false) async throws -> [Alarm] {
        var alarms: [Alarm] = []
        if isDiskFull { try await machine.fillDisk(true) }
        for job in Job.allCases where job != .verify || day + 1 == 16 {
            let mail = try await run(job, at: "\(Self.date(day + 1)) \(job.time)", isDiskFull: isDiskFull)
            if !mail.isEmpty { alarms.append(Alarm(job: job, mail: mail)) }
        }
        return alarms
    }

    /// Verifies the archive as the table does, at another time.
    func verify(at clock: String) async throws -> String { try await run(.verify, at: clock, isDiskFull: false) }

    private func run(_ job: Job, at clock: String, isDiskFull: Bool) async throws -> String {
        let command = table.commands[job.rawValue]
        let run = try await machine.cron(
            isDiskFull ? machine.whileDiskIsFull(command) : command, table.variables, at: clock)
        return run.text + run.errors
    }

    func sealedNights() async throws -> [String] {
        let zips = try await run("ls archive/*/*/*.zip", at: "2026-11-20 00:00:00")
        return zips.split(separator: "\n").compactMap { $0.split(separator: "/").last.map { String($0.dropLast(4)) } }
    }

    // MARK: - Mishaps

    /// Replaces the key as the page says. Whoever verifies does not know yet.
    mutating func replaceKey(at clock: String) async throws {
        try await follow("The key", at: clock)
        try await readVerifierKey()
    }

    /// Loses the store after the last backup, and restores it as the page says.
    mutating func loseStore(at clock: String) async throws {
        try await run(
            "pushtrail-daily-log /var/spool/pushtrail/incoming logs; rm -f pushtrail.db pushtrail.db-wal pushtrail.db-shm",
            at: clock)
        let missed = try await run(.dailyLog, at: clock, isDiskFull: false)
        #expect(missed.contains("there is no store at"), "\(missed)")
        for _ in 1...4 { try await follow("Restore", at: clock) }
    }

    // MARK: - What came of it

    /// The alarms of samples/prometheus that the service's metrics raise, as Prometheus' own tool evaluates the rules.
    func alarms(at clock: String) async throws -> Set<String> {
        let metrics = try await run(
            "\(Self.serve)\nserve\ncurl -sS \"$url/metrics\"\nstop", at: clock)
        // The tool's clock begins with 1970.
        let end = 40 * 86_400
        let now = try Int(Date(clock.replacing(" ", with: "T") + "Z", strategy: .iso8601).timeIntervalSince1970)
        var series: [String] = []
        for line in metrics.matches(of: /(?m)^(pushtrail_[a-z_]+) ([0-9]+)$/) {
            let value = try #require(Int(line.2))
            let shown = line.1.hasSuffix("_timestamp_seconds") && value > 0 ? value - now + end : value
            series.append("{series: '\(line.1)', values: '\(shown)+0x80'}")
        }
        var alarms: Set<String> = []
        for alarm in Self.alarmsOfNights.union(["PushtrailDiskNearlyFull", "PushtrailNoEvents"]) {
            let count = try await [[], ["{labels: '{}', value: 1}"]].asyncFirstIndex { samples in
                let test = """
                    rule_files: ['\(Place.samples)/prometheus/pushtrail.yml']
                    evaluation_interval: 12h
                    tests:
                      - interval: 12h
                        input_series: [\(series.joined(separator: ", "))]
                        promql_expr_test:
                          - expr: 'count(ALERTS{alertname="\(alarm)",alertstate="firing"})'
                            eval_time: 40d
                            exp_samples: [\(samples.joined())]
                    """
                try machine.scratch.write(Array(test.utf8), to: "alarms.yml")
                return try await machine.scratch.run("promtool", ["test", "rules", "alarms.yml"]).exit == 0
            }
            if try #require(count, "\(alarm): \(series)") == 1 { alarms.insert(alarm) }
        }
        return alarms
    }

    /// Expects the archive to be whole, to reach its last night, and to hold each event that was ever sent.
    func expectThatNothingIsLost(sealed days: ClosedRange<Int>, at clock: String) async throws {
        #expect(try await sealedNights() == days.map(Self.date))
        let verify = "pushtrail verify archive --vkey '\(verifierKey)' --expect-through \(Self.date(days.upperBound))"
        let verified = try await run(verify, at: clock)
        #expect(verified.hasSuffix("complete and unchanged"), "\(verified)")
        let rows = try await run(
            """
            pushtrail ingest --quiet --store sent.db /var/spool/pushtrail/sent/* >/dev/null
            pushtrail export --quiet --store sent.db --as-of 2026-11-17T00:00:00Z -o sent.zip
            unzip -p sent.zip | tail -n +2 | sort >sent.rows
            for zip in archive/*/*/*.zip; do unzip -p "$zip" | tail -n +2; done | sort >sealed.rows
            cmp sent.rows sealed.rows
            wc -l <sealed.rows
            ls /var/spool/pushtrail/incoming
            """, at: clock)
        #expect(try #require(Int(rows)) > 1000)
    }
}

extension Array {
    /// The index of the first element that satisfies a test, one after the other.
    fileprivate func asyncFirstIndex(where isWanted: (Element) async throws -> Bool) async throws -> Int? {
        for (index, element) in enumerated() where try await isWanted(element) { return index }
        return nil
    }
}
