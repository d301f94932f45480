"""Recomputes what an entry is charged from the explanation of its price alone, by rules written down once more."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any

Json = dict[str, Any]


def check_price(price: Json) -> None:
    """Fail unless each segment's rate and what is charged follow from what the answer names."""
    segments = price["segments"]
    edges = [0, *(one["end"] for one in segments)]
    assert [one["start"] for one in segments] == edges[:-1], price
    if not segments:
        return
    assert edges[-1] == price["seconds"], price
    rounding = price["rounding"]
    assert sum(one["billed_seconds"] for one in segments) == rounding["billed_seconds"], price
    if rounding["others_gone"]:
        assert price["billed_at"] or price["repricing"], price
    elif rounding["policy"] and rounding["entries"] == 1:
        assert rounding["billed_seconds"] == _rounded(price["seconds"], rounding["policy"]), price
    if not price["billed_at"]:
        _check_rates(price)


def amount(parts: Iterable[tuple[int, Decimal]]) -> Decimal:
    """The money of one line: billed seconds at hourly rates, rounded half up once to cents."""
    exact = sum((seconds * rate for seconds, rate in parts), Decimal(0)) / 3600
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _check_rates(price: Json) -> None:
    covering = [one for one in price["candidates"] if one["won"]]
    assert len(covering) <= 1, price
    base = _base(price)
    charged = {one["multiplier"]["id"]: one for one in price["multipliers"]}
    used: dict[str, int] = dict.fromkeys(charged, 0)
    for one in price["segments"]:
        expected = base
        if one["multiplier_id"]:
            rule = charged[one["multiplier_id"]]["multiplier"]
            used[one["multiplier_id"]] += one["end"] - one["start"]
            expected = _multiplied(base, rule)
        assert Decimal(one["hourly_rate"]) == expected, (one, price)
    assert used == {key: one["seconds"] for key, one in charged.items()}, price


def _base(price: Json) -> Decimal:
    """The override's rate, else that of the rate which won; 0 for time that only an agreement pays."""
    source = price["override"] or price["rate"]
    return Decimal(source["hourly_rate"]["amount"]) if source else Decimal(0)


def _multiplied(base: Decimal, rule: Json) -> Decimal:
    if rule["factor"] is None:
        return Decimal(rule["hourly_rate"]["amount"])
    return (base * Decimal(rule["factor"])).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _rounded(seconds: int, policy: Json) -> int:
    """Up, nearest (a half up) or down to a step, but no less than the minimum."""
    least, step = policy["minimum_seconds"] or 0, policy["step_seconds"]
    counted = max(seconds, least)
    if policy["mode"] == "none":
        return counted
    rounded: int = {
        "up": ceil(Decimal(counted) / step) * step,
        "nearest": (2 * counted + step) // (2 * step) * step,
        "down": counted // step * step,
    }[policy["mode"]]
    return max(rounded, least)
