import Analysis
import TrackingLog

/// Reports to render.
enum Example {
    static let time = Timestamp(secondsSince1970: 1_795_219_200)

    /// A believable one.
    static let report = Report(
        window: time.adding(seconds: -86_400)...time.adding(seconds: -1),
        sources: [
            Report.Source(path: "logs/monday.zip(tracking-log-2026-11-20.csv)", rows: 2_592_556, rejected: 12),
            Report.Source(path: "logs/late.csv", rows: 0, rejected: 0),
        ],
        totals: totals,
        groups: [
            Report.Group(values: ["ios"], totals: ios),
            Report.Group(values: ["unknown"], totals: unknown),
        ],
        reasons: [
            ReasonCount(
                platform: .ios, name: "BadDeviceToken",
                reason: ReasonCatalogue.standard.match("BadDeviceToken").reason(on: .ios), deliveries: 3, events: 4,
                share: Rate(3, of: 4)),
            ReasonCount(
                platform: .unknown, name: "the dog; ate \"it\"", reason: nil, deliveries: 1, events: 1,
                share: Rate(1, of: 4)),
        ],
        tokens: tokens,
        createdToDelivered: Latency(count: 885_545, negative: 3, p50: 2, p90: 75, p99: 93_784),
        deliveredToOpened: Latency(),
        quality: Quality(
            rows: 2_592_556, rejected: 12,
            examples: [
                Quality.Example(
                    path: "logs/monday.zip(tracking-log-2026-11-20.csv)", line: 17,
                    reason: "3 fields where 6 or 8 are wanted"),
                Quality.Example(path: "logs/late.csv", line: 1_000_001, reason: "no such time"),
                Quality.Example(path: "logs/late.csv", line: 1_000_002, reason: "no such time"),
                Quality.Example(path: "logs/late.csv", line: 1_000_003, reason: "no such time"),
            ]))

    private static var tokens: TokenCoverage {
        var ios = PlatformCoverage()
        ios.states[.valid] = 90_000
        ios.states[.suspect] = 7_629
        ios.persons.total = 80_000
        ios.persons.covered = 78_000
        var unknown = PlatformCoverage()
        unknown.states[.invalid] = 9_000
        unknown.states[.unknown] = 1_000
        unknown.persons.total = 9_500
        var tokens = TokenCoverage()
        for state in TokenState.allCases { tokens.states[state] = ios.states[state] + unknown.states[state] }
        tokens.missing = 12
        tokens.persons.total = 89_438
        tokens.persons.covered = 78_000
        tokens.byPlatform = [.ios: ios, .unknown: unknown]
        return tokens
    }

    /// One of nothing.
    static let empty = Report(
        window: nil, sources: [], totals: Totals(), groups: [], reasons: [],
        quality: Quality(rows: 0, rejected: 0, examples: []))

    private static var totals: Totals {
        var totals = Totals()
        totals.events = 2_592_556
        totals.messages = 810_000
        totals.deliveries = 993_575
        totals.devices = 107_629
        totals.deliveredDevices = 97_000
        totals.reportingDevices = 48_500
        totals.unconfirmed.onReporting = 600_000
        totals.unconfirmed.onSilent = 89_342
        totals.persons = 89_438
        totals.coveredPersons = 78_000
        totals.eventsByStatus = [
            "created": 993_575, "sent": 455_938, "delivered": 885_545, "failed": 132_423, "opened": 70_416,
            "received": 48_229, "converted": 6_430,
        ]
        totals.byOutcome = [
            .attempted: 23, .sent: 732_391, .bounced: 40_243, .suppressed: 16_125, .failed: 21_218,
        ]
        totals.delivered = 732_397
        totals.received = 43_055
        totals.opened = 68_936
        totals.converted = 6_411
        return totals
    }

    private static var ios: Totals {
        var totals = totals
        totals.messages = 809_999
        totals.byOutcome[.attempted] = 22
        return totals
    }

    /// One message that has come nowhere: rates of nothing.
    private static var unknown: Totals {
        var totals = Totals()
        totals.events = 1
        totals.messages = 1
        totals.deliveries = 1
        totals.eventsByStatus = ["created": 1, "sent": 0, "delivered": 0, "failed": 0, "opened": 0]
        totals.byOutcome = [.attempted: 1]
        return totals
    }
}
