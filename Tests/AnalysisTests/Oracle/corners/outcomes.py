from corner import ZEROS, expect, lists, row

# Nothing at all

expect(
    "an empty log",
    [],
    {
        "window": {"from": None, "to": None},
        "groups": [],
        "reasons": [],
        "totals.events": 0,
        "totals.messages": 0,
        "totals.events_by_status": ZEROS,
        "totals.recipients": 0,
        "totals.rates": dict.fromkeys(
            ["delivery", "error", "bounce", "confirmation", "open", "conversion", "reporting", "coverage"]
        ),
        "tokens": {
            "states": {"valid": 0, "invalid": 0, "suspect": 0, "unknown": 0},
            "missing": 0,
            "persons": {"total": 0, "covered": 0},
            "coverage": None,
            "by_platform": {},
            "audience": None,
        },
        "latency.created_to_delivered": {"count": 0, "negative": 0, "p50": None, "p90": None, "p99": None},
        "attempts": {**{str(number): 0 for number in range(1, 11)}, "over_10": 0},
    },
)

# States and outcomes

expect(
    "a bounce after acceptance", [row(1, "delivered"), row(2, "failed", "Unregistered")], {"outcome": {"bounced": 1}}
)
expect(
    "a bounce in the second of acceptance",
    [row(1, "delivered"), row(1, "failed", "Unregistered")],
    {"outcome": {"sent": 1}, "reasons": lists(("Unregistered", "unknown", "apns", 0, 1)), "totals.rates.error": 0},
)
expect(
    "a sent row after the refusal",
    [row(1, "failed", "UNAVAILABLE"), row(2, "SENT")],
    {"outcome": {"attempted": 1}, "reasons": lists(("UNAVAILABLE", "android", "fcm", 0, 1)), "reasons.0.share": None},
)
expect(
    "a sent row in the second of the refusal",
    [row(1, "failed", "UNAVAILABLE"), row(1, "sent")],
    {"outcome": {"bounced": 1}},
)
expect(
    "two devices, one pending",
    [row(1, "delivered", hwid="A"), row(1, "sent", hwid="B")],
    {
        "outcome": {"attempted": 1},
        "totals.delivered": 1,
        "totals.deliveries": 2,
        "totals.devices": 2,
        "totals.rates.delivery": 1,
    },
)
expect(
    "an opened row before anything else",
    [row(0, "opened"), row(5, "created"), row(6, "failed", "Unregistered")],
    {"outcome": {"sent": 1}, "totals.delivered": 1, "totals.opened": 1, "totals.rates.open": 1},
)
expect(
    "received, then refused",
    [row(1, "received"), row(2, "failed", "Unregistered")],
    {"outcome": {"sent": 1}, "totals.received": 1, "totals.opened": 0},
)
expect(
    "two refusals in one second: the greater description",
    [row(1, "failed", "Customer doesn't exist"), row(1, "failed", "Unregistered")],
    {
        "outcome": {"bounced": 1},
        "reasons": lists(("Unregistered", "unknown", "apns", 1, 1), ("Customer doesn't exist", "unknown", None, 0, 1)),
    },
)
expect(
    "an empty description decides last",
    [row(1, "failed"), row(1, "failed", "BadDeviceToken")],
    {"outcome": {"bounced": 1}},
)
expect(
    "no word at all reads as the status",
    [row(1, "Dropped"), row(1, "skipped", code="T-2"), row(1, "suppressed", code="T-3")],
    {
        "outcome": {"suppressed": 3},
        "meaning": lists(
            ("dropped", None, None, None, None),
            ("skipped", None, None, None, None),
            ("suppressed", None, "suppressed", "no", "keep"),
        ),
    },
)
expect(
    "accepted by a provider",
    [row(0, "sent"), row(0, "Accepted")],
    {
        "outcome": {"sent": 1},
        "totals.delivered": 1,
        "totals.events_by_status": {**ZEROS, "sent": 1, "accepted": 1},
        "latency.created_to_delivered": {"count": 0, "negative": 0, "p50": None, "p90": None, "p99": None},
    },
)
for what, refused, accepted in [("in its second", 1, 1), ("later", 2, 1), ("earlier", 1, 2)]:
    expect(
        f"accepted by a provider, and refused {what}",
        [row(accepted, "accepted"), row(refused, "bounced", "Unregistered")],
        {"outcome": {"bounced": 1}, "totals.delivered": 0},
    )
expect(
    "accepted by a provider is not delivered: the refusal after that decides",
    [row(1, "delivered"), row(2, "failed", "Unregistered"), row(3, "accepted")],
    {"outcome": {"bounced": 1}},
)
expect(
    "accepted by a provider, refused, then delivered after all",
    [row(1, "accepted"), row(1, "bounced"), row(2, "delivered")],
    {"outcome": {"sent": 1}},
)
expect(
    "a retry that is accepted is still in flight",
    [row(1, "failed", "UNAVAILABLE"), row(2, "sent"), row(2, "accepted")],
    {"outcome": {"attempted": 1}},
)
expect(
    "accepted by a provider, then held back",
    [row(1, "accepted"), row(2, "undeliverable", "BadDeviceToken")],
    {"outcome": {"suppressed": 1}, "totals.recipients": 0},
)
expect(
    "dropped and undeliverable are held back, whatever they say",
    [row(1, "dropped", "BadDeviceToken"), row(1, "undeliverable", "Customer doesn't exist", code="T-2")],
    {"outcome": {"suppressed": 2}, "reasons.0.share": 0.5},
)
expect(
    "clicks are opens",
    [row(0, "delivered"), row(1, "clicked"), row(2, "CLICK"), row(3, "opened"), row(4, "failed", "Unregistered")],
    {
        "outcome": {"sent": 1},
        "totals.opened": 1,
        "totals.events_by_status": {**ZEROS, "delivered": 1, "failed": 1, "opened": 3},
        "latency.delivered_to_opened.p50": 1,
    },
)
expect(
    "statuses of others are counted, and move nothing",
    [row(0, "Read"), row(0, "attempted"), row(0, "drafted"), row(0, "converted")],
    {
        "outcome": {"attempted": 1},
        "totals.converted": 1,
        "totals.delivered": 0,
        "totals.rates.conversion": None,
        "totals.events_by_status": {**ZEROS, "read": 1, "attempted": 1, "drafted": 1, "converted": 1},
    },
)
expect(
    "a doubled row moves events and attempts",
    [row(0, "sent"), row(0, "sent"), row(1, "delivered"), row(1, "delivered")],
    {"totals.events": 4, "totals.delivered": 1, "attempts made": {"2": 1}},
)
