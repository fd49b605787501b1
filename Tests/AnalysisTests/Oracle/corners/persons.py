from corner import ANDROID, APS, DATA, IOS, expect, lists, row

# Persons

U = '{"md":{"user_id":"U"}}'
expect(
    "a person known in one row only",
    [
        row(0, "created", hwid="A"),
        row(5, "opened", hwid="B", payload=U),
        row(9, "created", code="T-2", target="U", hwid="C"),
    ],
    {"totals.persons": 1, "totals.devices": 3, "tokens.persons": {"total": 1, "covered": 1}},
)
expect(
    "a person without hwid",
    [row(0, "failed", "no token", target="U", hwid=""), row(0, "sent", code="T-2", hwid="A")],
    {"totals.persons": 2, "totals.devices": 1, "totals.deliveries": 2, "tokens.missing": 1, "tokens.coverage": 0},
)
expect("nobody", [row(0, "failed", hwid="")], {"totals.persons": 0, "tokens.missing": 0, "tokens.coverage": None})
expect(
    "a person without hwid in one message only",
    [row(0, "failed", target="U", hwid=""), row(0, "sent", code="T-2", target="U", hwid="A")],
    {"totals.persons": 1, "tokens.missing": 0, "states": {"unknown": 1}},
)
expect(
    "a target that is a hwid of a later row",
    [row(0, "sent", target="B", hwid="A"), row(9, "sent", hwid="B")],
    {"totals.persons": 2},
)
expect(
    "a push token as target",
    [
        row(0, "sent", target="0f" * 32, hwid="A"),
        row(0, "sent", code="T-2", hwid="A"),
        row(0, "sent", code="T-3", target="z" * 61, hwid="A"),
    ],
    {"totals.persons": 1},
)
expect(
    "a number as user, as it is spelled",
    [row(0, "sent", payload='{"md":{"user_id":1.50}}'), row(0, "sent", code="T-2", target="1.50", hwid="B")],
    {"totals.persons": 1},
)
expect(
    "neither true nor an object is a user",
    [
        row(0, "sent", hwid="A", payload='{"md":{"user_id":true}}'),
        row(0, "sent", hwid="B", payload='{"md":{"user_id":{}}}'),
    ],
    {"totals.persons": 2},
)

# Platforms

expect(
    "payloads",
    [
        row(0, "sent", code="T-1", payload=APS),
        row(0, "sent", code="T-2", payload=DATA),
        row(0, "sent", code="T-3", payload="{}"),
        row(0, "sent", code="T-4", payload="[1]"),
        row(0, "sent", code="T-5", payload='{"aps":1,}'),
        row(0, "sent", code="T-6", payload='{"x":NaN}'),
        row(0, "sent", code="T-7", hwid=IOS, payload=DATA),
        row(0, "sent", code="T-8", hwid=IOS.lower()),
        row(0, "sent", code="T-9", hwid=ANDROID.upper()),
    ],
    {"platforms": ["android", "ios", "unknown"], "groups": lists(("unknown", 6), ("android", 2), ("ios", 1))},
)
expect(
    "a reason that two gateways share",
    [row(0, "failed", "InternalServerError"), row(0, "failed", "InternalServerError", code="T-2", hwid=ANDROID)],
    {
        "platforms": ["android", "unknown"],
        "reasons": lists(
            ("InternalServerError", "android", "fcm", 1, 1), ("InternalServerError", "unknown", "apns", 1, 1)
        ),
    },
)
expect(
    "reasons of two gateways, and a device",
    [row(0, "failed", "BadDeviceToken", hwid=ANDROID), row(1, "failed", "WNSFailed", hwid=ANDROID)],
    {"platforms": ["android"]},
)
expect("two platforms", [row(0, "sent", hwid=IOS), row(0, "sent", hwid=ANDROID)], {"groups": lists(("mixed", 1))})
expect("a text that knows better than blind", [row(0, "failed", "UNREGISTERED")], {"platforms": ["android"]})
