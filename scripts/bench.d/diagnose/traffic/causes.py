"""The causes that can be planted: how large, where, for how long."""

from __future__ import annotations

from dataclasses import dataclass

STRENGTHS = ("mild", "middle", "strong")
MINIMUM_AFFECTED = {"mild": 80, "middle": 150, "strong": 220}


@dataclass(frozen=True)
class Shape:
    """How a cause is drawn: its sizes by strength, its scopes, its hours, how often it goes on."""

    sizes: tuple[float, float, float]
    scopes: tuple[str, ...]
    hours: tuple[float, float]
    open_ended: float


SHAPES = {
    "token_churn": Shape((0.03, 0.08, 0.25), ("platform", "platform", "app+platform"),
                         (48, 96), 0.8),
    "credentials": Shape((0.25, 0.7, 1.0), ("app+platform",), (3, 48), 0.4),
    "environment_mixup": Shape((0.08, 0.25, 0.6), ("app+platform",), (12, 72), 0.5),
    "gateway_outage": Shape((0.2, 0.5, 0.9), ("platform",), (0.5, 8), 0.0),
    "throttling": Shape((0.08, 0.25, 0.6), ("platform", "app+platform"), (2, 24), 0.1),
    "payload_too_large": Shape((0.15, 0.4, 0.9), ("journey", "journey+platform", "variant"),
                               (12, 72), 0.6),
    "bad_request": Shape((0.12, 0.35, 0.9), ("app+platform", "app+platform", "journey+platform"),
                         (2, 48), 0.3),
    "template_or_audience": Shape((0.1, 0.4, 1.0), ("journey", "journey", "variant"),
                                  (6, 96), 0.5),
    "suppression_rise": Shape((0.06, 0.18, 0.45), ("app", "all", "journey"), (36, 96), 0.7),
    "opens_down": Shape((0.62, 0.42, 0.25), ("journey", "app", "platform", "all"), (60, 120), 0.8),
    "opens_not_tracked": Shape((0.96, 0.98, 1.0), ("app+platform", "app+platform", "platform"),
                               (30, 72), 0.7),
    "confirmations_not_tracked": Shape((0.5, 0.8, 1.0), ("app+platform", "platform"),
                                       (30, 72), 0.8),
    "volume_missing": Shape((0.6, 1.0, 1.0), ("journey", "journey", "app", "all"), (10, 40), 0.1),
    "stuck_in_flight": Shape((0.05, 0.2, 0.6), ("platform", "app+platform"), (4, 48), 0.2),
    "duplicates": Shape((0.05, 0.2, 0.7), ("app", "all", "journey"), (6, 72), 0.2),
    "clock_skew": Shape((0.05, 0.2, 0.6), ("app", "all"), (6, 72), 0.3),
    "over_retry": Shape((0.02, 0.08, 0.3), ("app", "app+platform", "all"), (12, 72), 0.3),
    "silence_spike": Shape((0.12, 0.25, 0.5), ("app", "all", "all"), (24, 72), 1.0),
    "token_moves": Shape((0.02, 0.06, 0.2), ("app", "app+platform", "all"), (24, 72), 0.6),
    "mix_shift": Shape((0.35, 0.6, 0.9), ("all",), (72, 120), 1.0),
}
NEEDS_OPENS = {"opens_down", "opens_not_tracked", "mix_shift"}
NEEDS_NAMES = {"payload_too_large", "template_or_audience"}
REPLANS = ("volume_missing", "silence_spike", "mix_shift", "duplicates")
REFUSALS = {"credentials", "environment_mixup", "gateway_outage", "throttling",
            "payload_too_large", "bad_request"}
RETRIED = {"busy", "throttled"}
FAULT_KIND = {"gateway_outage": "busy", "throttling": "throttled", "environment_mixup": "mixup"}
