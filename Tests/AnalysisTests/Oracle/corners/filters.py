from corner import ANDROID, IOS, expect, lists, named, row

days = [
    row(0, "sent", code="T-1", app="a", hwid=IOS, payload=named("j | s")),
    row(86399, "delivered", code="T-2", app="b", hwid=ANDROID),
    row(5, "opened", code="T-2", app="a", hwid=IOS, day="2026-11-21"),
    row(0, "failed", "Unregistered", code="T-3", app="a", day="2026-11-21"),
]
for options, messages, window in [
    ([], 3, ("2026-11-20T00:00:00Z", "2026-11-21T00:00:05Z")),
    (["--until", "2026-11-20"], 2, ("2026-11-20T00:00:00Z", "2026-11-21T00:00:05Z")),
    (["--since", "2026-11-20 23:59:59"], 2, ("2026-11-20T23:59:59Z", "2026-11-21T00:00:05Z")),
    (
        ["--since", "2026-11-20T23:59:59Z", "--until", "2026-11-20T23:59:59Z"],
        1,
        ("2026-11-20T23:59:59Z", "2026-11-21T00:00:05Z"),
    ),
    (["--since", "2026-11-21"], 1, ("2026-11-21T00:00:00Z",) * 2),
    (["--app", "a"], 2, ("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z")),
    (["--platform", "ios"], 1, ("2026-11-20T23:59:59Z", "2026-11-21T00:00:05Z")),
    (["--platform", "android"], 2, ("2026-11-20T00:00:00Z", "2026-11-21T00:00:05Z")),
    (["--journey", "j"], 1, ("2026-11-20T00:00:00Z",) * 2),
    (["--journey", "J"], 0, (None, None)),
    (["--step", "s"], 1, ("2026-11-20T00:00:00Z",) * 2),
    (["--journey", "j", "--step", "j"], 0, (None, None)),
    (["--name", "j | s"], 1, ("2026-11-20T00:00:00Z",) * 2),
    (["--name", "j|s"], 0, (None, None)),
    (["--timing", "s"], 0, (None, None)),
    (["--variant", "s"], 0, (None, None)),
]:
    expect(
        f"filter {options}",
        days,
        {"totals.messages": messages, "window": {"from": window[0], "to": window[1]}},
        options,
    )
expect(
    "tokens, reasons and latency are those of the chosen messages",
    days,
    {
        "states": {"valid": 2},
        "reasons": [],
        "totals.events": 2,
        "totals.deliveries": 2,
        "latency.delivered_to_opened.count": 0,
        "groups": lists(("mixed", 1)),
        "attempts made": {},
    },
    ["--platform", "ios"],
)
