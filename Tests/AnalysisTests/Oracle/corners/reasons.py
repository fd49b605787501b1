from corner import ANDROID, APS, DATA, IOS, expect, lists, row


def said(description, hwid="H-1"):
    return [row(0, "failed", description, hwid=hwid)]


for description, hwid, platform, name, gateway in [
    ("400 BadDeviceToken", "H-1", "ios", "BadDeviceToken", "apns"),
    ("bad_device-token", "H-1", "ios", "BadDeviceToken", "apns"),
    ("Error: BadDeviceToken: x", "H-1", "ios", "BadDeviceToken", "apns"),
    ("Error: BadCertificateEnvironment", "H-1", "ios", "BadCertificateEnvironment", "apns"),
    ("xBadDeviceToken", "H-1", "unknown", "xBadDeviceToken", None),
    ("BadDeviceToken_2", "H-1", "unknown", "BadDeviceToken_2", None),
    ("Unregistered", ANDROID, "android", "UNREGISTERED", "fcm"),
    ("Unregistered", IOS, "ios", "Unregistered", "apns"),
    ("UNREGISTERED", IOS, "android", "UNREGISTERED", "fcm"),
    ("Unregistered", "H-1", "unknown", "Unregistered", "apns"),
    ("Unavailable", "H-1", "android", "Unavailable", "fcm"),
    ("unavailable", "H-1", "android", "UNAVAILABLE", "fcm"),
    ("NotRegistered", "H-1", "android", "NotRegistered", "fcm"),
    ("MistmatchSenderId", "H-1", "android", "MismatchSenderId", "fcm"),
    ("APNS_AUTH_ERROR", "H-1", "android", "THIRD_PARTY_AUTH_ERROR", "fcm"),
    ("BadEnvironmentKeyInToken", "H-1", "ios", "BadEnvironmentKeyIdInToken", "apns"),
    ("messaging/registration-token-not-registered", "H-1", "android", "UNREGISTERED", "fcm"),
    ("FirebaseError: messaging/server-unavailable", "H-1", "android", "UNAVAILABLE", "fcm"),
    ("NOT_FOUND", "H-1", "android", "UNREGISTERED", "fcm"),
    ("status NOT_FOUND", "H-1", "unknown", "status NOT_FOUND", None),
    ("Credentials not found", ANDROID, "android", "Credentials not found", None),
    ("410", "H-1", "unknown", "410", None),
    ("507", "H-1", "unknown", "5xx", None),
    ("410 Gone", "H-1", "unknown", "410", None),
    ("404 Not Found", ANDROID, "android", "404", "fcm"),
    ("403 Forbidden", ANDROID, "android", "InvalidCredentials", "fcm"),
    ("429 Too Many Requests", ANDROID, "android", "QUOTA_EXCEEDED", "fcm"),
    ("502 Bad Gateway", ANDROID, "android", "5xx", None),
    ("404", IOS, "ios", "BadPath", "apns"),
    ("403 Forbidden", IOS, "ios", "Forbidden", "apns"),
    ("HTTP 410", IOS, "ios", "Unregistered", "apns"),
    ("600", "H-1", "unknown", "600", None),
    ("Liquid error: UNREGISTERED", "H-1", "unknown", "Liquid error", None),
    ("Liquid error: Unregistered", IOS, "ios", "Liquid error", None),
    ("the dog ate it", IOS, "ios", "the dog ate it", None),
]:
    expect(f"said: {description}", said(description, hwid), {"reasons": lists((name, platform, gateway, 1, 1))})

expect(
    "on a platform that knows none of them, the longest word",
    [row(0, "failed", "BadTopic, TokenForWrongChannel", payload=DATA)],
    {"reasons": lists(("TokenForWrongChannel", "android", "wns", 1, 1))},
)
expect(
    "a status means what the platform's gateway says by it",
    [row(0, "failed", "410", payload=APS)],
    {"meaning": lists(("Unregistered", "apns", "token", "no", "remove")), "reasons.0.platform": "ios"},
)
expect(
    "statuses show no platform, and remove no token",
    [row(0, "failed", "410"), row(1, "failed", "HTTP 429 from the service")],
    {
        "reasons": lists(("429", "unknown", None, 1, 1), ("410", "unknown", None, 0, 1)),
        "meaning": lists(("429", None, "throttled", "later", "keep"), ("410", None, "token", "no", "check")),
    },
)
expect(
    "InvalidToken on two platforms",
    [
        row(0, "failed", "InvalidToken", payload=APS),
        row(0, "failed", "InvalidToken", code="T-2", hwid="W"),
        row(1, "failed", "WNSFailed", code="T-2", hwid="W"),
        row(2, "failed", "InvalidToken", code="T-2", hwid="W"),
    ],
    # Shared by two gateways, InvalidToken does not tell the platform that WNSFailed tells: two are known.
    {
        "platforms": ["ios", "unknown"],
        "meaning": lists(
            ("InvalidToken", "apns", "credentials", "fix", "keep"),
            ("InvalidToken", "apns", "credentials", "fix", "keep"),
            ("WNSFailed", "wns", "gateway", "yes", "keep"),
        ),
    },
)
expect(
    "order: deliveries, events, name, platform; shares of all failed deliveries",
    [
        row(0, "failed", "UNAVAILABLE", code="T-1", hwid=ANDROID),
        row(1, "failed", "UNAVAILABLE", code="T-1", hwid=ANDROID),
        row(0, "failed", "b", code="T-2", hwid=ANDROID),
        row(0, "failed", "b", code="T-3", hwid=IOS),
        row(0, "failed", "B", code="T-4", hwid=ANDROID),
        row(0, "failed", "INTERNAL", code="T-5", hwid=ANDROID),
        row(1, "delivered", code="T-5", hwid=ANDROID),
        row(0, "bounced", "400 BadTopic", code="T-6", hwid=IOS),
        row(0, "bounced", "BadTopic", code="T-7", hwid=IOS),
    ],
    {
        "reasons": lists(
            ("BadTopic", "ios", "apns", 2, 2),
            ("UNAVAILABLE", "android", "fcm", 1, 2),
            ("B", "android", None, 1, 1),
            ("b", "ios", None, 1, 1),
            ("b", "android", None, 1, 1),
            ("INTERNAL", "android", "fcm", 0, 1),
        ),
        "reasons.0.share": 2 / 6,
        "reasons.5.share": 0,
    },
)
