import Testing
import TrackingLog

@Suite("A device's platform")
struct PlatformTests {
    @Test(
        "shows in its hwid's shape",
        arguments: [
            ("09913CFD-74AD-4A8C-B06E-CCA51200ADDC", Platform.ios),
            ("00000000-0000-0000-0000-000000000000", .ios),
            ("64c348c659f09538", .android),
            ("1234567890123456", .android),
            ("09913cfd-74ad-4a8c-b06e-cca51200addc", nil),
            ("09913CFD-74AD-4A8C-B06E-CCA51200ADD", nil),
            ("09913CFD074AD-4A8C-B06E-CCA51200ADDC", nil),
            ("09913CFD-74AD-4A8C-B06E-CCA51200ADDG", nil),
            ("64C348C659F09538", nil),
            ("64c348c659f0953", nil),
            ("64c348c659f095381", nil),
            ("", nil),
        ])
    func hwid(_ hwid: String, _ platform: Platform?) {
        #expect(Platform(hwid: Array(hwid.utf8).span) == platform)
    }

    @Test("is served by one gateway above others, and each gateway serves one platform")
    func gateways() {
        #expect([Platform.ios, .android, .windows, .web].map(\.gateway) == [.apns, .fcm, .wns, .webpush])
        #expect(Gateway.allCases.map(\.platform) == [.ios, .android, .windows, .web, .android, .android])
        #expect(Platform.unknown.gateway == nil)
        #expect(Platform.mixed.gateway == nil)
    }

    @Test("is known by its name")
    func names() {
        #expect(Platform.allCases.map(\.name) == ["ios", "android", "windows", "web", "unknown", "mixed"])
        for platform in Platform.allCases { #expect(Platform(platform.name) == platform) }
        #expect(Platform("symbian") == nil)
    }
}

@Suite("A target that can only be a push token")
struct PushTokenTests {
    @Test(
        "has over 60 characters",
        arguments: [
            ("USER_111", false), ("", false),
            (String(repeating: "a", count: 60), false),
            (String(repeating: "a", count: 61), true),
            (String(repeating: "0f", count: 32), true),
            // 60 characters in 120 bytes.
            (String(repeating: "ж", count: 60), false),
            (String(repeating: "ж", count: 61), true),
        ])
    func length(_ target: String, _ isLikely: Bool) {
        #expect(PushToken.isLikely(Array(target.utf8).span) == isLikely)
    }
}
