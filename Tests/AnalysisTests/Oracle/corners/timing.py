from corner import expect, row


def spans(*values):
    """Deliveries that took so many seconds."""
    return [
        entry
        for number, value in enumerate(values)
        for entry in [row(1000, "created", code=f"T-{number}"), row(1000 + value, "delivered", code=f"T-{number}")]
    ]


for values, p50, p90, p99 in [
    ([7], 7, 7, 7),
    ([1, 9], 1, 9, 9),
    ([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 50, 90, 100),
    (list(range(1, 71)), 35, 63, 70),
    (list(range(1, 101)), 50, 90, 99),
    (list(range(1, 12)), 6, 10, 11),
]:
    expect(
        f"percentiles of {len(values)}",
        spans(*values),
        {"latency.created_to_delivered": {"count": len(values), "negative": 0, "p50": p50, "p90": p90, "p99": p99}},
    )
expect(
    "negative latency",
    spans(-5, 0, 3),
    {"latency.created_to_delivered": {"count": 2, "negative": 1, "p50": 0, "p90": 3, "p99": 3}},
)
expect(
    "only negative latency",
    spans(-5),
    {"latency.created_to_delivered": {"count": 0, "negative": 1, "p50": None, "p90": None, "p99": None}},
)
expect(
    "the earliest of each, per delivery",
    [
        row(1, "created"),
        row(2, "created"),
        row(5, "delivered"),
        row(8, "delivered"),
        row(9, "opened"),
        row(99, "opened"),
        row(0, "created", hwid="B"),
        row(50, "delivered", hwid="C"),
        row(7, "received", hwid="B"),
    ],
    {
        "latency": {
            "created_to_delivered": {"count": 1, "negative": 0, "p50": 4, "p90": 4, "p99": 4},
            "delivered_to_opened": {"count": 1, "negative": 0, "p50": 4, "p90": 4, "p99": 4},
        }
    },
)
expect(
    "eleven sent rows, ten, one and none",
    [row(number, "sent") for number in range(11)]
    + [row(number, "Sent", hwid="B") for number in range(10)]
    + [row(0, "sent", hwid="C"), row(0, "attempted", hwid="D")],
    {"attempts made": {"over_10": 1, "10": 1, "1": 1}},
)
