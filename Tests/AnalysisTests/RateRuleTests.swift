import Analysis
import Testing
import TrackingLog

@Suite("A rule about a rate")
struct RateRuleTests {
    /// Three of four delivered, one bounced.
    private let health = report(on: [
        Row(0, "delivered", code: "T-1"), Row(0, "delivered", code: "T-2"), Row(0, "delivered", code: "T-3"),
        Row(0, "failed", "BadDeviceToken", code: "T-4"),
    ])

    @Test(
        "is broken where the comparison holds",
        arguments: [
            ("delivery<0.9", true), ("delivery<0.75", false), ("delivery<=0.75", true), ("delivery >= 75%", true),
            ("delivery>0.75", false), ("error>20%", true), ("bounce>.3", false), ("open<1", true),
            ("coverage<1", false),
        ])
    func broken(_ text: String, _ isBroken: Bool) throws {
        #expect(try #require(RateRule(text)).isBroken(by: health) == isBroken)
    }

    @Test(
        "is no rule without a rate, a comparison and a limit",
        arguments: [
            "", "delivery", "delivery<", "<0.9", "delivered<0.9", "delivery=0.9", "delivery<x", "delivery<2",
            "delivery<-1",
            "delivery<nan", "delivery<0.9<1",
        ])
    func none(_ text: String) {
        #expect(RateRule(text) == nil)
    }

    @Test("is not broken by a rate that does not exist")
    func noRate() throws {
        let rule = try #require(RateRule("delivery<0.9"))
        #expect(!rule.isBroken(by: report(on: [])))
        #expect(rule.value(in: report(on: [])) == nil)
    }
}
