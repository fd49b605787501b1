from corner import ANDROID, APS, DATA, IOS, expect, row

expect("a token refused", [row(0, "delivered"), row(1, "failed", "Unregistered")], {"states": {"invalid": 1}})
expect(
    "a token refused in the second of acceptance",
    [row(1, "delivered"), row(1, "failed", "Unregistered")],
    {"states": {"valid": 1}},
)
expect(
    "a token valid again later, by another message",
    [row(1, "failed", "Unregistered"), row(9, "opened", code="T-2")],
    {"states": {"valid": 1}, "tokens.coverage": 1},
)
expect(
    "suspect",
    [row(1, "delivered"), row(2, "failed", "BadDeviceToken")],
    {"states": {"suspect": 1}, "tokens.coverage": 0},
)
expect(
    "what is to be kept says nothing",
    [
        row(1, "failed", "BadDeviceToken"),
        row(2, "failed", "TooManyRequests"),
        row(3, "failed", "the dog ate it"),
        row(4, "converted"),
    ],
    {"states": {"suspect": 1}},
)
expect(
    "refusals of one second: the greater description",
    [row(1, "failed", "BadDeviceToken"), row(1, "failed", "Unregistered"), row(1, "failed", "zzz")],
    {"states": {"invalid": 1}},
)
expect("accepted by a provider", [row(1, "accepted")], {"states": {"valid": 1}})
expect(
    "accepted by a provider, then refused",
    [row(1, "bounced", "Unregistered"), row(2, "accepted")],
    {"states": {"invalid": 1}},
)
expect(
    "accepted by a provider, then held back: no evidence",
    [row(1, "accepted"), row(2, "suppressed")],
    {"states": {"unknown": 1}},
)
expect(
    "accepted by a provider after another message was refused",
    [row(1, "bounced", "Unregistered"), row(2, "accepted", code="T-2")],
    {"states": {"valid": 1}},
)
expect(
    "accepted by a provider before another message was refused",
    [row(1, "accepted", code="T-2"), row(2, "bounced", "Unregistered")],
    {"states": {"invalid": 1}},
)
expect("no evidence", [row(1, "sent")], {"states": {"unknown": 1}})
expect(
    "one device, two apps",
    [row(1, "delivered", app="A"), row(1, "failed", "ExpiredToken", code="T-2", app="B")],
    {"states": {"valid": 1, "invalid": 1}, "tokens.persons": {"total": 1, "covered": 1}},
)
expect(
    "the app is the message's, not the row's",
    [row(0, "sent", app="A"), row(1, "delivered", app="B"), row(2, "failed", "ExpiredToken", code="T-2", app="A")],
    {"states": {"invalid": 1}},
)
expect(
    "no app is an app of its own",
    [row(0, "delivered", app=""), row(0, "failed", "ExpiredToken", code="T-2", app="A")],
    {"states": {"valid": 1, "invalid": 1}},
)
expect(
    "tokens and persons by platform",
    [
        row(0, "delivered", target="U", hwid=IOS),
        row(0, "failed", "UNREGISTERED", target="U", hwid=ANDROID),
        row(0, "delivered", code="T-2", target="V", hwid="W", payload=APS),
        row(0, "sent", code="T-3", target="V", hwid="W", payload=DATA),
        row(0, "failed", "no token", code="T-4", target="X", hwid=""),
    ],
    {
        "tokens": {
            "states": {"valid": 2, "invalid": 1, "suspect": 0, "unknown": 0},
            "missing": 1,
            "persons": {"total": 3, "covered": 2},
            "coverage": 2 / 3,
            "audience": None,
            "by_platform": {
                "ios": {
                    "states": {"valid": 1, "invalid": 0, "suspect": 0, "unknown": 0},
                    "persons": {"total": 1, "covered": 1},
                    "coverage": 1,
                },
                "android": {
                    "states": {"valid": 0, "invalid": 1, "suspect": 0, "unknown": 0},
                    "persons": {"total": 1, "covered": 0},
                    "coverage": 0,
                },
                "mixed": {
                    "states": {"valid": 1, "invalid": 0, "suspect": 0, "unknown": 0},
                    "persons": {"total": 1, "covered": 1},
                    "coverage": 1,
                },
            },
        }
    },
)
expect(
    "an audience with doubles",
    [
        row(0, "delivered", target="U"),
        row(0, "failed", "no token", code="T-2", target="V", hwid=""),
        row(0, "delivered", code="T-3", target="X", hwid="H-9"),
    ],
    {
        "tokens.audience": {"total": 4, "seen": 2, "never_seen": 2, "covered": 1},
        "tokens.coverage": 0.25,
        "tokens.persons": {"total": 3, "covered": 2},
        "tokens.missing": 1,
    },
    roster="U\nV\n\nY\nU\nZ\nY\n",
)
expect(
    "an empty audience",
    [row(0, "delivered", target="U")],
    {"tokens.audience": {"total": 0, "seen": 0, "never_seen": 0, "covered": 0}, "tokens.coverage": None},
    roster="",
)
