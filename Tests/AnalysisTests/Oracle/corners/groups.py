from corner import ZEROS, expect, lists, named, row

PARTS = ["--by", "journey,step,timing,variant"]
expect(
    "a name of four parts",
    [row(0, "sent", payload=named("Cart Recovery | Push 1 | 1hr | Incentive test"))],
    {"groups": lists(("Cart Recovery", "Push 1", "1hr", "Incentive test", 1))},
    PARTS,
)
expect(
    "a name of fewer",
    [row(0, "sent", payload=named("Welcome|\tPush 1 "))],
    {"groups": lists(("Welcome", "Push 1", None, None, 1))},
    PARTS,
)
expect(
    "a name of more",
    [row(0, "sent", payload=named("a | b | c | d | e|f "))],
    {"groups": lists(("a", "b", "c", "d | e|f", 1))},
    PARTS,
)
expect("empty parts", [row(0, "sent", payload=named(" | b ||"))], {"groups": lists((None, "b", None, None, 1))}, PARTS)
expect(
    "an empty name is none",
    [row(0, "sent", payload=named("")), row(1, "sent", payload=named("a"))],
    {"groups": lists(("a", 1))},
    ["--by", "name"],
)
expect(
    "a number is no name", [row(0, "sent", payload='{"md":{"name":7}}')], {"groups": lists((None, 1))}, ["--by", "name"]
)
expect(
    "two names in one second",
    [row(0, "sent", payload=named("b")), row(0, "sent", payload=named("a")), row(9, "sent", payload=named("A"))],
    {"groups": lists(("a", 1))},
    ["--by", "name"],
)
expect(
    "the earlier name",
    [row(1, "sent", payload=named("a")), row(0, "sent", hwid="B", payload=named("b"))],
    {"groups": lists(("b", 1))},
    ["--by", "name"],
)
expect(
    "two apps in one second",
    [row(0, "sent", app=""), row(1, "sent", app="b"), row(1, "sent", app="a")],
    {"groups": lists(("a", 1))},
    ["--by", "app"],
)
expect(
    "the largest group first, then null, then byte order",
    [
        row(0, "sent", code="T-1", app="b"),
        row(0, "sent", code="T-2", app=""),
        row(0, "sent", code="T-3", app="B"),
        row(0, "sent", code="T-4", app="c"),
        row(0, "sent", code="T-5", app="c"),
        row(0, "sent", code="T-6", app="é"),
    ],
    {"groups": lists(("c", 2), (None, 1), ("B", 1), ("b", 1), ("é", 1))},
    ["--by", "app"],
)
expect(
    "days, then hours, first",
    [
        row(7200, "sent", code="T-1", app="a"),
        row(3600, "sent", code="T-2", app="a"),
        row(7200, "sent", code="T-3", app="b"),
        row(7200, "sent", code="T-4", app="b"),
        row(0, "sent", code="T-5", app="z", day="2026-11-21"),
    ],
    {
        "groups": lists(
            ("a", "2026-11-20", "01", 1),
            ("b", "2026-11-20", "02", 2),
            ("a", "2026-11-20", "02", 1),
            ("z", "2026-11-21", "00", 1),
        )
    },
    ["--by", "app,hour,day"],
)
expect(
    "weeks begin on Monday, and come before days",
    [
        row(0, "sent", code="T-1", day="2026-11-23"),
        row(86399, "sent", code="T-2", day="2026-11-22"),
        row(0, "sent", code="T-3", day="2026-11-22"),
        row(0, "sent", code="T-4", day="1969-12-31"),
        row(0, "sent", code="T-5", day="2027-01-01"),
    ],
    {
        "groups": lists(
            ("1969-12-31", "1969-12-29", 1),
            ("2026-11-22", "2026-11-16", 2),
            ("2026-11-23", "2026-11-23", 1),
            ("2027-01-01", "2026-12-28", 1),
        )
    },
    ["--by", "day,week"],
)
expect(
    "the day is that of the earliest row",
    [row(86399, "sent"), row(0, "opened", day="2026-11-21")],
    {
        "groups": lists(("2026-11-20", "23", 1)),
        "window": {"from": "2026-11-20T23:59:59Z", "to": "2026-11-21T00:00:00Z"},
    },
    ["--by", "day,hour"],
)
expect(
    "in another zone",
    [row(86399, "sent")],
    {"groups": lists(("2026-11-21", "00", 1)), "window.from": "2026-11-20T23:59:59Z"},
    ["--by", "day,hour", "--timezone", "Europe/Berlin"],
)
expect(
    "reason categories",
    [
        row(0, "failed", "Unregistered", code="T-1", hwid="A"),
        row(0, "failed", "BadDeviceToken", code="T-1", hwid="B"),
        row(0, "failed", "Unregistered", code="T-2", hwid="A"),
        row(0, "failed", "INTERNAL", code="T-2", hwid="B"),
        row(0, "failed", "the dog ate it", code="T-3"),
        row(0, "failed", "Unregistered", code="T-4"),
        row(1, "delivered", code="T-4"),
        row(0, "failed", "Unregistered", code="T-5", hwid="A"),
        row(0, "delivered", code="T-5", hwid="B"),
    ],
    {
        "groups": lists(("token", 2), (None, 1), ("mixed", 1), ("unknown", 1)),
        "groups.0.by": {"reason_category": "token"},
        "groups.0.messages_by_outcome.sent": 1,
    },
    ["--by", "reason-category"],
)
expect(
    "events, devices and persons are those of the group's messages",
    [
        row(0, "sent", code="T-1", app="a", target="U", hwid="A"),
        row(0, "sent", code="T-2", app="b", target="U", hwid="A"),
        row(1, "received", code="T-2", app="a", target="U", hwid="B"),
    ],
    {
        "groups.0.by.app": "a",
        "groups.0.events": 1,
        "groups.0.devices": 1,
        "groups.0.events_by_status": {**ZEROS, "sent": 1},
        "groups.1.events": 2,
        "groups.1.devices": 2,
        "groups.1.persons": 1,
        "groups.1.received": 1,
        "totals.devices": 2,
        "totals.persons": 1,
    },
    ["--by", "app"],
)
