import Foundation
import Presentation
import Testing
import TrackingLog

@Suite("Reasons on a page")
struct ReasonsAnswerTests {
    private func meanings(_ description: String) -> [Reason] { ReasonCatalogue.standard.match(description).meanings }

    @Test("a reason tells what it means in words, and what to do")
    func page() {
        #expect(
            TextFormat().text(ReasonsAnswer(meanings("InvalidToken"))) == """
                InvalidToken (apns, ios)
                  category    credentials: the sender could not prove who it is
                  retry       after fixing the cause
                  token       keep it
                  what to do  Check that the app's gateway setting (sandbox or production) fits
                              its credentials and the build that registered the tokens.

                InvalidToken (wns, windows)
                  category    token: it is dead, or not for this app
                  retry       no
                  token       remove it
                  what to do  Remove the channel URI, and check how it is stored: WNS does not
                              know it.

                """)
    }

    @Test("a word is shown with its names of another age and its other spellings")
    func names() {
        let page = TextFormat().text(ReasonsAnswer(meanings("UNREGISTERED").filter { $0.gateway == .fcm }))
        #expect(page.contains("  formerly    NotRegistered\n"))
        #expect(page.contains("  also as     messaging/registration-token-not-registered,\n"))
        #expect(
            TextFormat().text(ReasonsAnswer(meanings("NotRegistered"))).contains("  retired     now UNREGISTERED\n"))
    }

    @Test("every page and the whole table fit 80 columns")
    func width() {
        let all = ReasonCatalogue.standard.reasons
        for line in (TextFormat().text(ReasonsAnswer(all)) + TextFormat().text(ReasonsAnswer(all, asList: true))).split(
            separator: "\n")
        {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test("the table has a line for every reason, by gateway")
    func table() {
        let lines = TextFormat().text(ReasonsAnswer(ReasonCatalogue.standard.reasons, asList: true)).split(
            separator: "\n"
        ).map(
            String.init)
        #expect(lines.filter { $0.hasPrefix("  ") && !$0.hasPrefix("    ") }.count == 241)
        #expect(
            lines.filter { $0.contains("for ") && !$0.hasPrefix(" ") } == [
                "apns, for ios", "fcm, for android", "wns, for windows", "webpush, for web", "huawei, for android",
                "adm, for android",
            ])
        #expect(lines.filter { $0.hasSuffix(", a relay to any gateway") }.count == 7)
        #expect(lines.contains { $0.hasPrefix("  BadDeviceToken  ") && $0.hasSuffix("  token        no     check") })
    }

    @Test("only headings are coloured, as whole lines")
    func colour() {
        for line in TextFormat(isColored: true).text(ReasonsAnswer(meanings("BadDeviceToken"))).split(separator: "\n") {
            #expect(line.contains("\u{1B}") == line.contains("(apns, ios)"))
        }
    }

    @Test("as JSON, a reason has the seven keys of the contract")
    func json() throws {
        let data = Data(JSONFormat().text(ReasonsAnswer(meanings("BadDeviceToken"))).utf8)
        let reasons = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: String]])
        #expect(reasons.count == 1)
        #expect(reasons[0]["advice"] == meanings("BadDeviceToken")[0].advice)
        var rest = reasons[0]
        rest["advice"] = nil
        #expect(
            rest == [
                "reason": "BadDeviceToken", "gateway": "apns", "platform": "ios", "category": "token", "retry": "no",
                "token_action": "check",
            ])
    }

    @Test("a relay's reason names the relay, and no platform")
    func relay() {
        let reasons = ReasonsAnswer(meanings("EndpointDisabled"))
        #expect(TextFormat().text(reasons).hasPrefix("EndpointDisabled (sns, any platform)\n"))
        #expect(JSONFormat().text(reasons).contains("\"gateway\" : \"sns\""))
        #expect(JSONFormat().text(reasons).contains("\"platform\" : null"))
    }

    @Test("a status that no gateway explains is of any gateway")
    func anyGateway() {
        #expect(TextFormat().text(ReasonsAnswer(meanings("HTTP 407"))).hasPrefix("4xx (any gateway)\n"))
    }

    @Test("as JSON, what no gateway says has neither gateway nor platform, and nothing is an empty array")
    func jsonOfNoGateway() {
        #expect(JSONFormat().text(ReasonsAnswer(meanings("no token"))).contains("\"gateway\" : null"))
        #expect(JSONFormat().text(ReasonsAnswer([])) == "[]\n")
    }
}
