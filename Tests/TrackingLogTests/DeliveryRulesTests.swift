import Testing
import TrackingLog

@Suite("Which of several rows decides")
struct DeliveryRulesTests {
    @Test("The earliest value, and within one second the first")
    func earliest() {
        #expect(EarliestRule.decides(at: 1, over: 2, inOneSecond: false))
        #expect(!EarliestRule.decides(at: 2, over: 1, inOneSecond: true))
        #expect(EarliestRule.decides(at: 1, over: 1, inOneSecond: true))
        #expect(!EarliestRule.decides(at: 1, over: 1, inOneSecond: false))
    }

    @Test("The latest failed row, and within one second the greater")
    func latest() {
        #expect(RefusalRule.decides(at: 2, over: 1, inOneSecond: false))
        #expect(!RefusalRule.decides(at: 1, over: 2, inOneSecond: true))
        #expect(RefusalRule.decides(at: 1, over: 1, inOneSecond: true))
    }

    @Test("A platform is the payload's, else the gateway's, else the hwid's, else unknown")
    func platform() {
        #expect(Platform(payload: .ios, gateway: .android, hwid: .web) == .ios)
        #expect(Platform(payload: nil, gateway: .android, hwid: .web) == .android)
        #expect(Platform(payload: nil, gateway: nil, hwid: .web) == .web)
        #expect(Platform(payload: nil, gateway: nil, hwid: nil) == .unknown)
    }

    @Test("A target is a person unless it is a device or a push token")
    func person() {
        func person(user: String? = nil, isDevice: Bool = false, isToken: Bool = false) -> String? {
            PersonRule.person(user: user, target: "target", isDevice: { _ in isDevice }, isToken: { _ in isToken })
        }
        #expect(person() == "target")
        #expect(person(isDevice: true) == nil)
        #expect(person(isToken: true) == nil)
        #expect(person(user: "user", isDevice: true, isToken: true) == "user")
    }

    @Test("A token is what its latest evidence shows")
    func token() {
        typealias Evidence = TokenEvidence<Int, String>
        func state(_ add: (inout Evidence) -> Void) -> TokenState {
            var evidence = Evidence()
            add(&evidence)
            return evidence.state
        }
        func refuse(_ evidence: inout Evidence, at time: Int, _ description: String, _ shown: TokenState) {
            evidence.addRefusal(at: time, description: description, showing: shown, isBefore: <)
        }
        #expect(state { _ in } == .unknown)
        #expect(state { $0.addAcceptance(at: 1) } == .valid)
        #expect(state { refuse(&$0, at: 1, "a", .suspect) } == .suspect)
        // The order of reading does not matter.
        #expect(
            state {
                refuse(&$0, at: 2, "a", .invalid)
                $0.addAcceptance(at: 3)
                $0.addAcceptance(at: 1)
            } == .valid)
        // In one second an acceptance wins over a refusal, the greater description over the other.
        #expect(
            state {
                $0.addAcceptance(at: 2)
                refuse(&$0, at: 2, "a", .invalid)
            } == .valid)
        #expect(
            state {
                refuse(&$0, at: 2, "b", .suspect)
                refuse(&$0, at: 2, "a", .invalid)
            } == .suspect)
        // One description that shows two things shows the worse.
        #expect(
            state {
                refuse(&$0, at: 2, "a", .invalid)
                refuse(&$0, at: 2, "a", .suspect)
            } == .invalid)
    }

    @Test("A refusal is retried ten times at most, and only if its reason is temporary")
    func retries() throws {
        func reason(_ description: String) throws -> Reason {
            try #require(ReasonCatalogue.standard.match(description).reason(of: .apns))
        }
        #expect(SenderRules.retries(after: try reason("ServiceUnavailable"), attempt: 9))
        #expect(!SenderRules.retries(after: try reason("ServiceUnavailable"), attempt: 10))
        #expect(SenderRules.retries(after: try reason("TooManyRequests"), attempt: 1))
        #expect(!SenderRules.retries(after: try reason("Unregistered"), attempt: 1))
        #expect(!SenderRules.retries(after: try reason("PayloadTooLarge"), attempt: 1))
    }
}
