from corner import expect, lists, named, row

ROSTER = '''user_id,plan,Home Town
u1,gold,Berlin
u1,silver,Bonn
u2,,"Frankfurt, Oder"
u2,silver,
"u;""3""",mixed,
H-1,gold,Bonn
'''
PLAN = ["--by", "audience.plan"]
expect(
    "a person by target, by the payload, by device",
    [
        row(0, "sent", code="T-1", target="u1", hwid="A"),
        row(0, "sent", code="T-2", target="u2", hwid="A", payload='{"md":{"user_id":"u1"}}'),
        row(0, "sent", code="T-3", hwid="H-1"),
        row(0, "sent", code="T-4", target="H-1", hwid="H-1"),
        row(0, "sent", code="T-5", target="u2", hwid="H-1"),
        row(0, "sent", code="T-6", target='u;"3"', hwid="A"),
    ],
    {"groups": lists(("gold", 4), ("mixed", 1), ("silver", 1)), "tokens.audience.total": 4, "tokens.audience.seen": 4},
    PLAN,
    ROSTER,
)
expect(
    "people who are not listed, or have no value, or are nobody",
    [
        row(0, "sent", code="T-1", target="U1", hwid="A"),
        row(0, "sent", code="T-2", target='u;"3"', hwid="A"),
        row(0, "failed", code="T-3", hwid=""),
        row(0, "sent", code="T-4", hwid="H-2"),
    ],
    {"groups": lists((None, 4)), "groups.0.by": {"audience.Home Town": None}},
    ["--by", "audience.Home Town"],
    ROSTER,
)
expect(
    "the first row with a value decides, column by column",
    [row(0, "sent", code="T-1", target="u1"), row(0, "sent", code="T-2", target="u2")],
    {"groups": lists(("Berlin", "gold", 1), ("Frankfurt, Oder", "silver", 1))},
    ["--by", "audience.plan,audience.Home Town"],
    ROSTER,
)
expect(
    "several devices of nobody: what all their people have, else mixed; a row without a device is nobody's",
    [
        row(0, "sent", code="T-1", hwid="H-1"),
        row(0, "sent", code="T-1", hwid="u1"),
        row(0, "sent", code="T-2", hwid="H-1"),
        row(0, "sent", code="T-2", hwid="u2"),
        row(0, "sent", code="T-3", hwid="H-1"),
        row(0, "sent", code="T-3", hwid="H-2"),
        row(0, "sent", code="T-4", hwid="H-1"),
        row(0, "sent", code="T-4", hwid=""),
        row(0, "sent", code="T-5", hwid="H-2"),
        row(0, "sent", code="T-5", hwid="H-3"),
    ],
    {"groups": lists(("gold", 2), ("mixed", 2), (None, 1))},
    PLAN,
    ROSTER,
)
expect(
    "a target that is one of the devices, or a push token, is no person",
    [
        row(0, "sent", code="T-1", target="H-1", hwid="H-1"),
        row(0, "sent", code="T-1", target="H-1", hwid="u2"),
        row(0, "sent", code="T-2", target="0f" * 32, hwid="H-1"),
    ],
    {"groups": lists(("gold", 1), ("mixed", 1))},
    PLAN,
    ROSTER + "0f" * 32 + ",none,\n",
)

NAMES = ["a | b | c", "a|b|c|d", "a", "a | b", "a | b | c | d | e", "a | | c", "a | b | c |", "\t", "a | b | c", "a"]
expect(
    "names held against the convention",
    [row(0, "sent", code=f"T-{number}", payload=named(name)) for number, name in enumerate(NAMES)]
    + [row(0, "sent", code="T-none")],
    {
        "groups": lists(
            ("empty part", 3), ("ok", 3), ("no step", 2), ("no name", 1), ("no timing", 1), ("too many parts", 1)
        ),
        "names": {
            "total": 8,
            "irregular": 6,
            "irregular_messages": 7,
            "unnamed_messages": 1,
            "examples": [
                {"name": "a", "name_check": "no step", "messages": 2},
                {"name": "\t", "name_check": "empty part", "messages": 1},
                {"name": "a | b", "name_check": "no timing", "messages": 1},
                {"name": "a | b | c |", "name_check": "empty part", "messages": 1},
                {"name": "a | b | c | d | e", "name_check": "too many parts", "messages": 1},
                {"name": "a | | c", "name_check": "empty part", "messages": 1},
            ],
        },
    },
    ["--by", "name-check"],
)
