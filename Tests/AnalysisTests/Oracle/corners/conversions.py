from corner import APS, expect, named, row


def at(second, person="ann", goal="", value=""):
    """A conversion so many seconds after midnight of the rows' day; later days follow."""
    day, second = 20 + second // 86_400, second % 86_400
    return person, f"2026-11-{day} {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}", goal, value


def message(code, second, person="ann", hwid="H-1", status="delivered", **more):
    return row(second, status, code=code, target=person, hwid=hwid, **more)


three = [message("T-1", 10, app="a"), message("T-2", 20, app="b"), message("T-3", 30, app="c")]
expect(
    "the last message before, at the same second too, and none before the first",
    three,
    {"credited": [2, 3, 7.5], "credited by group": {"a": 0, "b": 2, "c": 1}, "uncredited": [0, 1, 0]},
    ["--by", "app"],
    conversions=[at(20, value="5"), at(29, value="2.5"), at(30), at(9)],
)
expect(
    "between two deliveries of one second: the message that began later",
    [
        message("T-9", 1, status="sent", app="a"),
        message("T-1", 2, status="sent", app="b"),
        message("T-9", 5, app="a"),
        message("T-1", 5, app="b"),
    ],
    {"credited by group": {"a": 0, "b": 1}},
    ["--by", "app"],
    conversions=[at(5)],
)
expect(
    "between two messages that began and were delivered in one second: the greater code, byte by byte",
    [message("T-B", 5, app="a"), message("T-a", 5, app="b"), message("T-A", 5, app="c")],
    {"credited by group": {"a": 0, "b": 2, "c": 0}, "credited": [1, 2, 0]},
    ["--by", "app"],
    conversions=[at(5), at(6)],
)
expect(
    "at the window's last second, and one after it",
    [message("T-1", 10)],
    {"credited": [1, 1, 0], "uncredited": [0, 1, 0]},
    conversions=[at(10 + 3 * 86_400), at(11 + 3 * 86_400)],
)
expect(
    "a person known only as a device, one of two of a message",
    [row(1, "delivered", hwid="A"), row(2, "delivered", hwid="B"), message("T-2", 3, hwid="A")],
    {"credited": [1, 2, 3], "uncredited": [0, 1, 0]},
    conversions=[at(9, "A", value="1"), at(9, "B", value="2"), at(1, "B", value="4")],
)
expect(
    "a repeated row, and two goals of one message",
    [message("T-1", 10)],
    {
        "credited": [1, 3, 0.4],
        "totals.conversions.by_goal": [
            {"goal": "buy", "messages": 1, "conversions": 2, "value": 0.3},
            {"goal": "see", "messages": 1, "conversions": 1, "value": 0.1},
        ],
    },
    conversions=[
        at(11, goal="buy", value="0.10"), at(11, goal="buy", value="0.1"), at(11, goal="buy", value="0.2"),
        at(11, goal="see", value="0.1"),
    ],
)
expect(
    "nobody of that name, a person without a delivered message, and a message outside the report",
    [message("T-1", 10, app="a"), message("T-2", 20, app="b"), message("T-3", 5, "bob", "H-2", "failed", app="b")],
    {"credited": [1, 1, 0], "uncredited": [1, 1, 1]},
    ["--app", "b"],
    conversions=[at(10), at(20), at(20, "bob"), at(20, "zoe")],
)
expect(
    "accepted again after a refusal: from the first time on; refused in the end: not at all",
    [
        message("T-1", 1), message("T-2", 2), message("T-2", 9, status="failed"),
        message("T-3", 3, "bob", "H-2"), message("T-3", 4, "bob", "H-2", "failed"), message("T-3", 7, "bob", "H-2"),
    ],
    {"credited": [2, 2, 0], "uncredited": [0, 0, 0]},
    conversions=[at(6), at(6, "bob")],
)
expect(
    "confirmed without a delivered row, taken by a provider, and opened before it was delivered",
    [
        message("T-1", 5, "a", "H-1", "received"), message("T-2", 6, "b", "H-2", "accepted"),
        message("T-3", 8, "c", "H-3"), message("T-3", 5, "c", "H-3", "opened"),
    ],
    {"credited": [3, 3, 0]},
    conversions=[at(5, "a"), at(6, "b"), at(7, "c")],
)
expect(
    "variants of one step are compared, whatever they are grouped by; those of another step are not",
    [
        message("T-1", 1, "p1", "H-1", payload=named("Cart | 1 | x | A")),
        message("T-2", 1, "p2", "H-2", payload=named("Cart | 1 | x | B")),
        message("T-3", 1, "p3", "H-3", payload=named("Cart | 2 | x | A")),
    ],
    {"conversions.comparisons.all_pairs": 1, "conversions.comparisons.pairs.0.by": {"journey": "Cart", "step": "1"}},
    ["--by", "variant"],
    conversions=[at(2, "p1")],
)
expect(
    "platforms that are mixed or unknown are no alternative, and times are none either",
    [message("T-1", 1, payload=APS), message("T-2", 1, payload='{"title":"x"}'), message("T-3", 1)],
    {"conversions.comparisons.all_pairs": 1},
    conversions=[at(2)],
)
expect("times", three, {"conversions.comparisons": None}, ["--by", "day,hour"], conversions=[at(2)])
