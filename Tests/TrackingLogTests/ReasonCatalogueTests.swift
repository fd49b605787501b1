import Testing
import TrackingLog

@Suite("The catalogue of reasons")
struct ReasonCatalogueTests {
    private func match(_ description: String) -> ReasonMatch { ReasonCatalogue.standard.match(description) }

    @Test(
        "knows a description in each of its spellings",
        arguments: [
            // As it is.
            ("BadDeviceToken", Platform.ios, "BadDeviceToken"),
            ("UNREGISTERED", .android, "UNREGISTERED"),
            ("WNSFailed", .windows, "WNSFailed"),
            // Blind to case, spaces, `_`, `-` and a leading HTTP status.
            ("baddevicetoken", .ios, "BadDeviceToken"),
            ("Bad Device Token", .ios, "BadDeviceToken"),
            ("bad-device_token", .ios, "BadDeviceToken"),
            ("400 BadDeviceToken", .ios, "BadDeviceToken"),
            ("HTTP 410: Unregistered", .ios, "Unregistered"),
            ("HTTP/2 410 - unregistered", .ios, "Unregistered"),
            ("payload too large", .ios, "PayloadTooLarge"),
            // Within a sentence.
            ("Error: BadDeviceToken: see the log", .ios, "BadDeviceToken"),
            ("apns said (ExpiredProviderToken)", .ios, "ExpiredProviderToken"),
            ("Error: sender_id_mismatch.", .android, "SENDER_ID_MISMATCH"),
            // The longest word.
            ("TooManyRequests, no: TooManyProviderTokenUpdates", .ios, "TooManyProviderTokenUpdates"),
            // The Admin SDK's codes.
            ("messaging/registration-token-not-registered", .android, "UNREGISTERED"),
            ("Error: messaging/mismatched-credential (see docs)", .android, "SENDER_ID_MISMATCH"),
            ("messaging/message-rate-exceeded", .android, "QUOTA_EXCEEDED"),
            ("messaging/invalid-apns-credentials", .android, "THIRD_PARTY_AUTH_ERROR"),
            // Canonical statuses, alone.
            ("NOT_FOUND", .android, "UNREGISTERED"),
            ("404 NOT_FOUND", .android, "UNREGISTERED"),
            ("RESOURCE_EXHAUSTED", .android, "QUOTA_EXCEEDED"),
            ("PERMISSION_DENIED", .android, "SENDER_ID_MISMATCH"),
            ("UNAUTHENTICATED", .android, "THIRD_PARTY_AUTH_ERROR"),
            // Misspellings and old names.
            ("MistmatchSenderId", .android, "MismatchSenderId"),
            ("BadEnvironmentKeyInToken", .ios, "BadEnvironmentKeyIdInToken"),
            ("APNS_AUTH_ERROR", .android, "THIRD_PARTY_AUTH_ERROR"),
            // The current name goes before the retired one, unless the retired one stands there.
            ("unavailable", .android, "UNAVAILABLE"),
            ("Unavailable", .android, "Unavailable"),
            // Web Push, by its HTTP status.
            ("410", .web, "410"),
            ("410 Gone", .web, "410"),
            ("HTTP 503 Service Unavailable", .web, "5xx"), ("503", .ios, "5xx"),
            ("410_Unregistered", .ios, "Unregistered"),
            ("403 Forbidden", .web, "403"),
            // Another gateway's word, where the platform's own does not have it.
            ("BadDeviceToken", .android, "BadDeviceToken"),
            ("UNREGISTERED", .unknown, "UNREGISTERED"),
            // A gateway's word goes before a shorter one of the sender's, whatever is known of the platform.
            ("Unregistered (no token)", .unknown, "Unregistered"),
            ("503 InternalServerError, suppressed", .unknown, "InternalServerError"),
            // What never reached a gateway.
            ("Liquid error: variable is missing", .ios, "Liquid error"),
            ("Liquid error: Unregistered is no variable", .ios, "Liquid error"),
            ("Customer doesn't exist", .ios, "Customer doesn't exist"),
            ("Customer doesn\u{2019}t exist", .ios, "Customer doesn't exist"),
            ("Credentials not found", .android, "Credentials not found"),
            ("Customer is unsubscribed", .android, "Customer is unsubscribed"),
            ("frequency capping", .android, "FrequencyCapping"),
            ("Skipped: capped", .android, "capped"),
            ("no token", .ios, "no token"),
        ])
    func form(_ description: String, _ platform: Platform, _ name: String) {
        #expect(match(description).reason(on: platform)?.name == name)
    }

    @Test(
        "does not know a description that only resembles",
        arguments: [
            "", "failed", "the dog ate it", "BadDeviceTokens", "NotBadDeviceToken", "BadDevice Tokens",
            "Requested entity NOT_FOUND", "an internal matter", "currently unavailable", "bad", "4000 errors", "40",
            "999 nines", "no tokens left", "INTERNALS",
        ])
    func unknown(_ description: String) {
        #expect(match(description).reason(on: .unknown) == nil)
        #expect(match(description).gateways == [])
        #expect(match(description).kind == .failed)
    }

    @Test("asks the platform's own gateway first")
    func ownGatewayFirst() {
        #expect(match("InvalidToken").reason(on: .ios)?.category == .credentials)
        #expect(match("InvalidToken").reason(on: .ios)?.tokenAction == .keep)
        #expect(match("InvalidToken").reason(on: .windows)?.category == .token)
        #expect(match("InvalidToken").reason(on: .windows)?.tokenAction == .remove)
        #expect(match("InternalServerError").reason(on: .ios)?.gateway == .apns)
        #expect(match("InternalServerError").reason(on: .android)?.gateway == .fcm)
    }

    @Test(
        "names the gateways that know a description best",
        arguments: [
            ("BadDeviceToken", [Gateway.apns]), ("UNREGISTERED", [.fcm]), ("Unregistered", [.apns, .wns]),
            ("unregistered", [.apns, .fcm, .wns]), ("InternalServerError", [.apns, .fcm]),
            ("InvalidToken", [.apns, .wns]),
            ("Overload", [.wns]), ("410", [.webpush]), ("413 too much", [.webpush]), ("Forbidden", [.apns]),
            ("Customer is unsubscribed", []), ("Liquid error: BadDeviceToken", []),
        ])
    func gateways(_ description: String, _ gateways: [Gateway]) {
        #expect(match(description).gateways == gateways.reduce(into: []) { $0.insert(GatewaySet($1)) })
    }

    @Test(
        "shows who stopped a notification",
        arguments: [
            ("Unregistered", FailureKind.bounced), ("429 TooManyRequests", .bounced), ("INTERNAL", .bounced),
            ("410", .bounced), ("Liquid error: x", .failed), ("Customer doesn't exist", .failed),
            ("missing token", .failed), ("Credentials not found", .failed), ("Customer is unsubscribed", .suppressed),
            ("unsubscribed", .suppressed), ("Suppressed", .suppressed), ("capped", .suppressed),
            ("User suppressed by policy", .suppressed),
        ])
    func kind(_ description: String, _ kind: FailureKind) {
        #expect(match(description).kind == kind)
    }

    @Test("finds every word of its own, for its own gateway, as it is written")
    func complete() {
        let counts = Dictionary(grouping: ReasonCatalogue.standard.reasons, by: \.gateway).mapValues(\.count)
        #expect(counts == [.apns: 36, .fcm: 31, .wns: 10, .webpush: 8, nil: 10])
        for reason in ReasonCatalogue.standard.reasons where reason.name != "5xx" {
            #expect(match(reason.name).reason(on: reason.gateway?.platform ?? .unknown) == reason)
        }
    }

    @Test(
        "says what to do",
        arguments: [
            ("ExpiredToken", Platform.ios, Reason.Category.token, Reason.Retry.no, Reason.TokenAction.remove),
            ("DeviceTokenNotForTopic", .ios, .token, .no, .check),
            ("IdleTimeout", .ios, .gateway, .yes, .keep),
            ("MethodNotAllowed", .ios, .request, .fix, .keep),
            ("INVALID_ARGUMENT", .android, .ambiguous, .fix, .check),
            ("MismatchSenderId", .android, .credentials, .fix, .check),
            ("InvalidPackageName", .android, .credentials, .fix, .keep),
            ("InvalidRegistration", .android, .token, .no, .remove),
            ("TopicsMessageRateExceeded", .android, .throttled, .later, .keep),
            ("UNSPECIFIED_ERROR", .android, .unknown, .no, .keep),
            ("InvalidTtl", .android, .payload, .fix, .keep),
            ("BadChannel", .windows, .token, .no, .remove),
            ("404", .web, .token, .no, .remove),
            ("500", .web, .gateway, .yes, .keep),
            ("Liquid error: x", .ios, .template, .fix, .keep),
        ])
    func consequences(
        _ description: String, _ platform: Platform, _ category: Reason.Category, _ retry: Reason.Retry,
        _ token: Reason.TokenAction
    ) throws {
        let reason = try #require(match(description).reason(on: platform))
        #expect(reason.category == category)
        #expect(reason.retry == retry)
        #expect(reason.tokenAction == token)
    }

    @Test("gives one sentence of advice with every reason")
    func advice() {
        for reason in ReasonCatalogue.standard.reasons {
            #expect(reason.advice.hasSuffix(".") && !reason.advice.dropLast().contains(". "), "\(reason.name)")
            #expect(reason.advice.first?.isUppercase == true, "\(reason.name)")
            #expect((20...160).contains(reason.advice.count), "\(reason.name)")
        }
    }

    @Test("advises to remove exactly those tokens that are to be removed")
    func adviceFitsTheAction() {
        for reason in ReasonCatalogue.standard.reasons where reason.category == .token {
            #expect(reason.advice.hasPrefix("Remove the ") == (reason.tokenAction == .remove), "\(reason.name)")
        }
    }

    @Test("knows of a word its other spellings, and its names of another age")
    func otherNames() throws {
        let current = try #require(match("UNREGISTERED").reason(of: .fcm))
        #expect(!current.isRetired)
        #expect(current.counterparts == ["NotRegistered"])
        #expect(current.aliases == ["messaging/registration-token-not-registered", "NOT_FOUND"])
        let retired = try #require(match("NotRegistered").reason(of: .fcm))
        #expect(retired.isRetired)
        #expect(retired.counterparts == ["UNREGISTERED"])
        #expect(retired.advice == current.advice)
    }

    @Test(
        "shows what a description means to each gateway that knows it, best match first",
        arguments: [
            ("BadDeviceToken", ["apns BadDeviceToken"]),
            ("InvalidToken", ["apns InvalidToken", "wns InvalidToken"]),
            ("UNREGISTERED", ["fcm UNREGISTERED", "apns Unregistered", "wns Unregistered"]),
            // A status means something only where nothing else does.
            ("400 BadDeviceToken", ["apns BadDeviceToken"]), ("410 Gone", ["webpush 410"]), ("410", ["webpush 410"]),
            // What no gateway says stands alone.
            ("Liquid error: BadDeviceToken", ["– Liquid error"]), ("the dog ate it", []),
        ])
    func meanings(_ description: String, _ meanings: [String]) {
        #expect(match(description).meanings.map { "\($0.gateway?.name ?? "–") \($0.name)" } == meanings)
    }

    @Test(
        "offers the closest names for a word that it does not know",
        arguments: [
            ("BadDeviceTokn", ["BadDeviceToken"]), ("UNREGISTRED", ["Unregistered", "UNREGISTERED"]),
            ("baddevicetoekn", ["BadDeviceToken"]), ("QuotaExeeded", ["QUOTA_EXCEEDED"]),
            ("TopicsMessage", ["TopicsMessageRateExceeded"]), ("banana", []), ("", []), ("xy", []),
        ])
    func closest(_ word: String, _ names: [String]) {
        #expect(ReasonCatalogue.standard.closest(to: word) == names)
    }
}
