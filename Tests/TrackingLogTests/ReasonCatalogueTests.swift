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
            ("permission denied", .android, "SENDER_ID_MISMATCH"),
            ("unauthenticated", .android, "THIRD_PARTY_AUTH_ERROR"),
            // Written in another way it may be a library's word for any 404.
            ("notFound", .android, "404"), ("not_found", .android, "404"),
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
            ("HTTP 503 Service Unavailable", .web, "5xx"), ("503", .ios, "ServiceUnavailable"), ("502", .ios, "5xx"),
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
            "999 nines", "no tokens left", "INTERNALS", "errno 103", "Unable to write, errno 106", "error 8",
            "8030000", "803000071", "not found in cache", "{}", "{\"reason\":\"\"}",
            "{\"errno\":103}x", "{\"errno\":103,\"syscall\":\"connect\"}", "timeout", "500ms exceeded",
            // Numbers of services that nobody names.
            "10001", "10027", "port 20301", "error 21301", "errorCode=203011", "40000", "error_code 4000",
            #"{"code":10001,"message":"x"}"#, #"{"error_code":40001,"message":"x"}"#,
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
            ("Overload", [.wns]), ("Forbidden", [.apns]), ("80300007", [.huawei]), ("MaxRateExceeded", [.adm]),
            ("Customer is unsubscribed", []), ("Liquid error: BadDeviceToken", []),
            // A relay's word, and a word that FCM shares with a relay, show no gateway.
            ("DeviceNotRegistered", []), ("MessageTooBig", []),
            // A status is no gateway's own word, unless its gateway stands beside it.
            ("410", []), ("413 too much", []), ("403", []), ("403 Forbidden", []), ("400 Bad Request", []),
            ("401 Unauthorized", []), ("413 Request Entity Too Large", []), ("HTTP 429", []),
            ("429 Too Many Requests", []), ("Too Many Requests", []), ("502 Bad Gateway", []), ("Not Found", []),
            ("Request failed with status code 403 Forbidden", []), ("HTTP/1.1 503 Service Unavailable", []),
            ("Push failed: 410 Gone", [.webpush]), ("https://api.push.apple.com: 410 Gone", [.apns]),
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
            ("User suppressed by policy", .suppressed), ("User opted out", .suppressed),
            ("control group", .suppressed), ("read ECONNRESET", .failed), ("DeviceNotRegistered", .bounced),
            ("403 Forbidden", .bounced),
            // An expired subscription is not a person who opted out.
            ("push subscription has unsubscribed or expired.", .bounced),
        ])
    func kind(_ description: String, _ kind: FailureKind) {
        #expect(match(description).kind == kind)
    }

    @Test("finds every word of its own, for its own gateway, as it is written")
    func complete() {
        let counts = Dictionary(grouping: ReasonCatalogue.standard.reasons, by: \.source).mapValues(\.count)
        #expect(
            counts == [
                .gateway(.apns): 37, .gateway(.fcm): 41, .gateway(.wns): 13, .gateway(.webpush): 13,
                .gateway(.huawei): 20, .gateway(.adm): 9, .relay(.expo): 10, .relay(.sns): 8, .relay(.azure): 12,
                .relay(.onesignal): 4, .relay(.xiaomi): 31, .relay(.airship): 8, .relay(.pushwoosh): 5,
                .unnamedGateway: 11, .sender: 19,
            ])
        for reason in ReasonCatalogue.standard.reasons where !reason.name.hasSuffix("xx") {
            let match = match(reason.name)
            switch reason.source {
            case .gateway(let gateway): #expect(match.reason(of: gateway) == reason)
            case .relay: #expect(match.meanings.contains(reason), "\(reason.name)")
            case .unnamedGateway, .sender: #expect(match.reason(on: .unknown) == reason)
            }
        }
    }

    @Test("finds every sentence of its own, alone and within another text")
    func sentences() {
        for reason in ReasonCatalogue.standard.reasons {
            for text in reason.texts {
                for description in [text, "Error: \(text).", text.uppercased()] {
                    let match = match(description)
                    let found = match.meanings.first { $0.source == reason.source }
                    #expect(found == reason, "\(description)")
                }
            }
        }
    }

    @Test("claims no word twice for different token actions")
    func unambiguous() {
        var actions: [String: Reason.TokenAction] = [:]
        for reason in ReasonCatalogue.standard.reasons {
            for word in [reason.name] + reason.aliases + reason.texts {
                // Words apart in case alone, such as UNAVAILABLE and Unavailable, must agree, too.
                let key = "\(reason.source) \(word.lowercased())"
                #expect(actions[key] == nil || actions[key] == reason.tokenAction, "\(key)")
                actions[key] = reason.tokenAction
            }
        }
    }

    @Test("advises to remove a token only where the token is the cause")
    func removesOnlyDeadTokens() {
        for reason in ReasonCatalogue.standard.reasons where reason.tokenAction == .remove {
            #expect(reason.category == .token, "\(reason.name)")
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
        #expect(
            current.aliases == [
                "messaging/registration-token-not-registered", "messaging/installation-id-not-registered",
                "FCM_UNREGISTERED", "UNREGISTERED_FID", "UnregisteredError", "FCMNotRegisteredError", "NOT_FOUND",
            ])
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
            ("400 BadDeviceToken", ["apns BadDeviceToken"]),
            ("410 Gone", ["apns Unregistered", "wns BadChannel", "webpush 410"]),
            ("404", ["apns BadPath", "fcm 404", "wns 404", "webpush 404"]), ("HTTP 407", ["– 4xx"]),
            ("Push failed: 410 Gone", ["webpush 410"]), ("EndpointDisabled", ["sns EndpointDisabled"]),
            // What no gateway says stands alone.
            ("Liquid error: BadDeviceToken", ["– Liquid error"]), ("the dog ate it", []),
        ])
    func meanings(_ description: String, _ meanings: [String]) {
        #expect(match(description).meanings.map { "\($0.source.name ?? "–") \($0.name)" } == meanings)
    }

    @Test(
        "offers the closest names for a word that it does not know",
        arguments: [
            ("BadDeviceTokn", ["BadDeviceToken"]), ("UNREGISTRED", ["Unregistered", "UNREGISTERED"]),
            ("baddevicetoekn", ["BadDeviceToken"]), ("QuotaExeeded", ["QUOTA_EXCEEDED"]),
            ("TopicsMessage", ["TopicsMessageRateExceeded"]), ("20302", []), ("banana", []), ("", []), ("xy", []),
        ])
    func closest(_ word: String, _ names: [String]) {
        #expect(ReasonCatalogue.standard.closest(to: word) == names)
    }
}
