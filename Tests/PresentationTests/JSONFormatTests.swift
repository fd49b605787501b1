import Analysis
import Foundation
import Presentation
import Testing
import TrackingLog

@Suite("A report as JSON")
struct JSONFormatTests {
    private func json(_ report: Report) -> String {
        JSONFormat().text(ReportAnswer(report, generatedAt: Example.time))
    }

    @Test("of nothing has every key, zero for counts and null for what is not there")
    func empty() {
        #expect(
            json(Example.empty) == """
                {
                  "attempts" : {
                    "1" : 0,
                    "10" : 0,
                    "2" : 0,
                    "3" : 0,
                    "4" : 0,
                    "5" : 0,
                    "6" : 0,
                    "7" : 0,
                    "8" : 0,
                    "9" : 0,
                    "over_10" : 0
                  },
                  "generated_at" : "2026-11-21T00:00:00Z",
                  "groups" : [

                  ],
                  "latency" : {
                    "created_to_delivered" : {
                      "count" : 0,
                      "negative" : 0,
                      "p50" : null,
                      "p90" : null,
                      "p99" : null
                    },
                    "delivered_to_opened" : {
                      "count" : 0,
                      "negative" : 0,
                      "p50" : null,
                      "p90" : null,
                      "p99" : null
                    }
                  },
                  "others" : null,
                  "quality" : {
                    "examples" : [

                    ],
                    "left_out" : [

                    ],
                    "rejected" : 0,
                    "rows" : 0,
                    "unread" : [

                    ]
                  },
                  "reasons" : [

                  ],
                  "schema" : "pushtrail.report/1",
                  "sources" : [

                  ],
                  "timezone" : "UTC",
                  "tokens" : {
                    "audience" : null,
                    "by_platform" : {

                    },
                    "coverage" : null,
                    "missing" : 0,
                    "persons" : {
                      "covered" : 0,
                      "total" : 0
                    },
                    "states" : {
                      "invalid" : 0,
                      "suspect" : 0,
                      "unknown" : 0,
                      "valid" : 0
                    }
                  },
                  "totals" : {
                    "converted" : 0,
                    "covered_persons" : 0,
                    "delivered" : 0,
                    "delivered_devices" : 0,
                    "deliveries" : 0,
                    "devices" : 0,
                    "events" : 0,
                    "events_by_status" : {

                    },
                    "messages" : 0,
                    "messages_by_outcome" : {
                      "attempted" : 0,
                      "bounced" : 0,
                      "failed" : 0,
                      "sent" : 0,
                      "suppressed" : 0
                    },
                    "opened" : 0,
                    "persons" : 0,
                    "rates" : {
                      "bounce" : null,
                      "confirmation" : null,
                      "conversion" : null,
                      "coverage" : null,
                      "delivery" : null,
                      "error" : null,
                      "open" : null,
                      "reporting" : null
                    },
                    "received" : 0,
                    "recipients" : 0,
                    "reporting_devices" : 0,
                    "unconfirmed" : {
                      "reporting" : 0,
                      "silent" : 0
                    }
                  },
                  "window" : {
                    "from" : null,
                    "to" : null
                  }
                }

                """)
    }

    @Test("has numbers as numbers, times in RFC 3339, and groups with the keys of the totals")
    func values() throws {
        let text = json(Example.report)
        #expect(
            text.contains(
                """
                  "sources" : [
                    {
                      "format" : "tracking-log",
                      "path" : "logs/monday.zip(tracking-log-2026-11-20.csv)",
                      "rejected" : 12,
                      "rows" : 2592556
                    },
                """))
        #expect(
            text.contains(
                """
                    "rates" : {
                      "bounce" : 0.049682716049382715,
                      "confirmation" : 0.05878642321036268,
                      "conversion" : 0.008753449290480437,
                      "coverage" : 0.8721125248775689,
                      "delivery" : 0.9041938271604938,
                      "error" : 0.07587777777777778,
                      "open" : 0.09412381536243322,
                      "reporting" : 0.5
                    },
                """))
        #expect(
            text.contains(
                """
                  "reasons" : [
                    {
                      "advice" : "Check that the token is complete and of the environment you send to (sandbox or \
                production); remove it only if both are right.",
                      "category" : "token",
                      "deliveries" : 3,
                      "events" : 4,
                      "gateway" : "apns",
                      "platform" : "ios",
                      "reason" : "BadDeviceToken",
                      "retry" : "no",
                      "share" : 0.75,
                      "token_action" : "check"
                    },
                    {
                      "advice" : null,
                      "category" : null,
                      "deliveries" : 1,
                      "events" : 1,
                      "gateway" : null,
                      "platform" : "unknown",
                      "reason" : "the dog; ate \\"it\\"",
                      "retry" : null,
                      "share" : 0.25,
                      "token_action" : null
                    }
                  ],
                """))
        #expect(
            text.contains(
                """
                  "window" : {
                    "from" : "2026-11-20T00:00:00Z",
                    "to" : "2026-11-20T23:59:59Z"
                  }
                """))

        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let totals = try #require(object["totals"] as? [String: Any])
        let groups = try #require(object["groups"] as? [[String: Any]])
        for group in groups { #expect(Set(group.keys) == Set(totals.keys).union(["by"])) }
        #expect(groups.map { $0["by"] as? [String: String] } == [["platform": "ios"], ["platform": "unknown"]])
    }
}
