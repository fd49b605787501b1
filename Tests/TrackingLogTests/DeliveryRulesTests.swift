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
}
