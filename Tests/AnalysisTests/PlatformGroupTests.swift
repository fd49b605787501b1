import Analysis
import Testing
import TrackingLog

@Suite("Groups by platform")
struct PlatformGroupTests {
    /// Rows of one message, and the platform it is counted under.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var rows: [Row]
        var platform: String

        init(_ what: String, _ platform: String, _ rows: Row...) {
            testDescription = what
            self.platform = platform
            self.rows = rows
        }
    }

    private static let iosHwid = "09913CFD-74AD-4A8C-B06E-CCA51200ADDC"
    private static let androidHwid = "64c348c659f09538"
    private static let aps = #"{"aps":{"alert":"x"}}"#
    private static let data = #"{"title":"x"}"#

    static let cases = [
        Case("aps is iOS", "ios", Row(0, "sent", payload: aps)),
        Case("another object is Android", "android", Row(0, "sent", payload: data)),
        Case("a payload goes before the hwid's shape", "android", Row(0, "sent", hwid: iosHwid, payload: data)),
        Case("a payload in any row", "ios", Row(0, "sent"), Row(5, "opened", payload: aps), Row(9, "opened")),
        Case("no payload at all", "unknown", Row(0, "sent", payload: "{}"), Row(0, "sent", payload: "[]")),
        Case("a text is no payload", "android", Row(0, "sent", hwid: androidHwid, payload: "hello")),
        Case("a hwid's shape", "ios", Row(0, "sent", hwid: iosHwid)),
        Case("the gateway that knows a description", "ios", Row(0, "failed", "BadDeviceToken")),
        Case("that gateway goes before the hwid", "ios", Row(0, "failed", "BadDeviceToken", hwid: androidHwid)),
        Case("a failure that does not decide", "windows", Row(0, "bounced", "WNSFailed"), Row(5, "delivered")),
        Case("Web Push", "web", Row(0, "failed", "WebPushException: Push failed: 410 Gone")),
        Case("Huawei serves Android devices", "android", Row(0, "failed", #"{"code":"80300007"}"#)),
        Case("a relay's word is no evidence", "unknown", Row(0, "failed", "DeviceNotRegistered")),
        Case("a status is no evidence", "unknown", Row(0, "failed", "410")),
        Case("a reason that two gateways share is no evidence", "unknown", Row(0, "failed", "InternalServerError")),
        Case(
            "reasons of two gateways are no evidence", "android", Row(0, "failed", "BadDeviceToken", hwid: androidHwid),
            Row(1, "failed", "WNSFailed", hwid: androidHwid)),
        Case("the description of an accepted row is no evidence", "unknown", Row(0, "delivered", "BadDeviceToken")),
        Case("the earliest payload decides", "android", Row(1, "sent", payload: aps), Row(0, "sent", payload: data)),
        Case(
            "in one second the payload first in byte order decides", "ios", Row(0, "sent", payload: data),
            Row(0, "sent", payload: aps)),
        Case(
            "the order of bytes is that of the payload, not of its name", "android", Row(0, "sent", payload: aps),
            Row(0, "sent", payload: #"{"alert":"x"}"#)),
        Case(
            "with quotes doubled or not", "ios", Row(0, "sent", payload: data),
            Row(0, "sent", payload: aps, isEscaped: true)
        ),
        Case(
            "two devices of one platform", "ios", Row(0, "sent", hwid: iosHwid), Row(0, "sent", hwid: "B", payload: aps)
        ),
        Case(
            "two platforms are mixed", "mixed", Row(0, "sent", hwid: iosHwid), Row(0, "sent", hwid: androidHwid)),
        Case("a platform and an unknown one are mixed", "mixed", Row(0, "sent", hwid: iosHwid), Row(0, "sent")),
    ]

    @Test(
        "are not decided by an HTTP status, which every gateway gives",
        arguments: [
            "400 Bad Request", "401 Unauthorized", "403 Forbidden", "413 Request Entity Too Large",
            "429 Too Many Requests", "502 Bad Gateway", "403", "HTTP 429",
        ])
    func statuses(_ description: String) {
        let onAndroid = report(on: [Row(0, "failed", description, hwid: Self.androidHwid)])
        #expect(onAndroid.groups.map(\.values) == [["android"]])
        #expect(onAndroid.reasons.map(\.platform) == [.android])
        #expect(onAndroid.reasons.allSatisfy { $0.reason != nil && $0.reason?.tokenAction != .remove })
        #expect(report(on: [Row(0, "failed", description, hwid: Self.iosHwid)]).groups.map(\.values) == [["ios"]])
    }

    @Test("hold each message once", arguments: cases)
    func platform(_ example: Case) {
        let whole = report(on: example.rows)
        #expect(whole.groups.map(\.values) == [[example.platform]])
        #expect(whole.groups.map(\.totals) == [whole.totals])
        #expect(report(on: example.rows.reversed()) == whole)
        #expect(report(onParts: example.rows.map { [$0] }) == whole)
        #expect(report(onParts: example.rows.reversed().map { [$0] }) == whole)
    }

    @Test("add up to the totals, largest first")
    func sums() {
        let report = report(on: [
            Row(0, "sent", code: "T-1", hwid: Self.iosHwid), Row(1, "delivered", code: "T-1", hwid: Self.iosHwid),
            Row(0, "failed", code: "T-2", hwid: Self.androidHwid),
            Row(0, "opened", code: "T-3", hwid: Self.androidHwid),
            Row(0, "sent", code: "T-4", hwid: Self.androidHwid), Row(0, "sent", code: "T-4", hwid: Self.iosHwid),
        ])
        #expect(report.groups.map { $0.values.first } == ["android", "ios", "mixed"])
        #expect(report.groups.map(\.totals.messages) == [2, 1, 1])
        #expect(report.groups.map(\.totals.deliveries) == [2, 1, 2])
        #expect(report.groups.map(\.totals.events) == [2, 2, 2])
        #expect(report.groups.map(\.totals.devices) == [1, 1, 2])
        #expect(report.groups.map { $0.totals.eventsByStatus["sent"] } == [0, 1, 2])
        #expect(report.totals.devices == 2)
    }
}

@Suite("Reasons")
struct ReasonCountTests {
    @Test("are counted by platform and the catalogue's name")
    func counts() {
        let ios = "09913CFD-74AD-4A8C-B06E-CCA51200ADDC"
        let android = "64c348c659f09538"
        let report = report(on: [
            // Two spellings of one reason.
            Row(0, "failed", "400 BadDeviceToken", code: "T-1", hwid: ios),
            Row(0, "bounced", "BadDeviceToken", code: "T-2", hwid: ios),
            // A retry: two rows, one delivery.
            Row(0, "failed", "UNAVAILABLE", code: "T-3", hwid: android),
            Row(1, "failed", "UNAVAILABLE", code: "T-3", hwid: android),
            // A failure that did not decide.
            Row(0, "failed", "INTERNAL", code: "T-4", hwid: android), Row(1, "delivered", code: "T-4", hwid: android),
            // These are unknown.
            Row(0, "failed", "the dog ate it", code: "T-5", hwid: android),
            Row(0, "skipped", code: "T-6", hwid: android),
        ])
        #expect(
            report.reasons.map { "\($0.platform.name) \($0.name) \($0.deliveries) \($0.events)" } == [
                "ios BadDeviceToken 2 2", "android UNAVAILABLE 1 2", "android skipped 1 1",
                "android the dog ate it 1 1", "android INTERNAL 0 1",
            ])
        #expect(report.reasons.map(\.share) == [2, 1, 1, 1, 0].map { Rate($0, of: 5) })
        #expect(report.reasons.map { $0.reason?.gateway } == [.apns, .fcm, nil, nil, .fcm])
    }

    private static let aps = #"{"aps":{"alert":"hello"}}"#
    private static let data = #"{"alert":"x"}"#

    /// What a report shows of one failed delivery: its outcome, its reason, and its token's state.
    private func shown(_ description: String, payload: String) -> String {
        let report = report(on: [Row(0, "created", payload: payload), Row(1, "failed", description, payload: payload)])
        let reason = report.reasons.first
        let outcome = MessageOutcome.allCases.first { report.totals[$0] == 1 }
        let token = TokenState.allCases.first { report.tokens.states[$0] == 1 }
        return
            "\(outcome?.name ?? "–") \(reason?.name ?? "–") \(reason?.reason?.source.name ?? "–") \(token?.name ?? "–")"
    }

    @Test(
        "of a failed Android delivery, with what they show of its token",
        arguments: [
            ("Requested entity was not found.", "bounced UNREGISTERED fcm invalid"),
            (
                "The registration token is not a valid FCM registration token",
                "bounced INVALID_ARGUMENT (token) fcm suspect"
            ),
            ("Auth error from APNS or Web Push Service", "bounced THIRD_PARTY_AUTH_ERROR fcm unknown"),
            ("Unauthorized", "bounced InvalidCredentials fcm unknown"),
            ("DeviceNotRegistered", "bounced DeviceNotRegistered expo invalid"),
            ("EndpointDisabled", "bounced EndpointDisabled sns suspect"),
            ("ExpiredChannel", "bounced ExpiredChannel azure invalid"),
            (#"{"code":"80300007","msg":"All the tokens are invalid"}"#, "bounced 80300007 huawei suspect"),
            // A retired path answers 404 for every token.
            ("404 Not Found", "bounced 404 fcm suspect"), ("404", "bounced 404 fcm suspect"),
            ("410 Gone", "bounced 410 – suspect"),
            // No gateway was reached.
            ("read ECONNRESET", "failed connection reset – unknown"),
            ("User opted out", "suppressed unsubscribed – unknown"),
            // Held by a gateway that no longer knows the subscription, not by the person's wish.
            ("push subscription has unsubscribed or expired.", "bounced 410 webpush invalid"),
        ])
    func android(_ description: String, _ expected: String) {
        #expect(shown(description, payload: Self.data) == expected)
    }

    @Test(
        "of a failed iOS delivery, with what they show of its token",
        arguments: [
            ("404", "bounced BadPath apns unknown"), ("404 Not Found", "bounced BadPath apns unknown"),
            ("410 Gone", "bounced Unregistered apns invalid"), ("HTTP 410", "bounced Unregistered apns invalid"),
            ("The device token is inactive for the specified topic.", "bounced Unregistered apns invalid"),
        ])
    func ios(_ description: String, _ expected: String) {
        #expect(shown(description, payload: Self.aps) == expected)
    }
}
