import Testing
import TrackingLog

@Suite("Refusals as they are really written")
struct RefusalTextTests {
    @Test(
        "are read as what they say",
        arguments: RefusalText.reported + RefusalText.apnsTexts + RefusalText.fcmTexts + RefusalText.fcmAnswers
            + RefusalText.webPushTexts + RefusalText.otherGatewayTexts + RefusalText.relayTexts
            + RefusalText.networkTexts + RefusalText.statusTexts)
    func answer(_ refusal: RefusalText) throws {
        let match = ReasonCatalogue.standard.match(refusal.text)
        let reason = try #require(match.reason(on: refusal.platform))
        #expect(reason.category == refusal.category, "\(reason.name)")
        #expect(reason.retry == refusal.retry, "\(reason.name)")
        #expect(reason.tokenAction == refusal.token, "\(reason.name)")
        if let source = refusal.source { #expect(reason.source == source, "\(reason.name)") }
        let isSenders = reason.source == .sender
        #expect(match.kind == (!isSenders ? .bounced : reason.category == .suppressed ? .suppressed : .failed))
    }

    @Test("are over two hundred texts")
    func count() {
        let found =
            RefusalText.apnsTexts + RefusalText.fcmTexts + RefusalText.fcmAnswers + RefusalText.webPushTexts
            + RefusalText.otherGatewayTexts + RefusalText.relayTexts + RefusalText.networkTexts
            + RefusalText.statusTexts
        #expect(RefusalText.reported.count == 40)
        #expect(found.count >= 200, "\(found.count)")
        #expect(Set((RefusalText.reported + found).map { "\($0.platform) \($0.text)" }).count == 40 + found.count)
    }
}
