"""An auditor's program: every sum of an invoice and of its credit notes, computed once more from what the API answers.

It knows none of our code and needs nothing but Python: `python auditor.py < books.json`, an object of answers, as
`invoice` that of `GET /invoicing/v1/invoices/{id}/explain`, as `credit_notes` those of
`GET /invoicing/v1/credit-notes/{id}/explain`, and, unless they are left out, as `prices` those of
`GET /rates/v1/prices/{entry_id}` by the entry's id and as `ledgers` those of `GET /rates/v1/agreements/{id}/ledger` by the
agreement's. It ends with an error that names what does not add up.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

Json = dict[str, Any]
TaxKey = tuple[str, Decimal]


class AuditError(Exception):
    """Something does not add up."""


def audit(books: Json) -> None:
    """Compute an invoice and its credit notes again. Raises `AuditError`."""
    invoice, notes = books["invoice"], books.get("credit_notes", [])
    audit_invoice(invoice)
    audit_credit_notes(invoice, notes)
    if "prices" in books:
        audit_prices(invoice, books["prices"])
    if "ledgers" in books:
        audit_agreements(invoice, books["ledgers"])


def audit_invoice(invoice: Json) -> None:
    """Lines from their time, discounts from the lines, taxes and totals from both, the balance from what settles it."""
    for line in invoice["lines"]:
        _audit_line(line, invoice["decimals"])
    _audit_discounts(invoice)
    _audit_sums(invoice, lambda _, base, rate: _rounded(base * rate / 100, invoice["decimals"]))
    if invoice["state"] == "issued":
        _audit_settlements(invoice)


def audit_credit_notes(invoice: Json, notes: Iterable[Json]) -> None:
    """What each credit note takes back, in the order in which they were issued."""
    wanted = [one["id"] for one in invoice["settlements"] if one["kind"] == "credit-note"]
    by_id = {one["credit_note_id"]: one for one in notes}
    _same(sorted(wanted), sorted(by_id), "credit notes of the invoice")
    ledger = _Ledger(invoice)
    for settled in (one for one in invoice["settlements"] if one["kind"] == "credit-note"):
        note = by_id[settled["id"]]
        ledger.take_back(note)
        _same(_amount(settled["amount"]), _amount(note["total"]), "total of the credit note")


def audit_prices(invoice: Json, prices: Json) -> None:
    """Each second is charged by the price that the line names: its rate, its share of what rounding made of the segment."""
    charged: dict[tuple[str, int, int], list[Json]] = defaultdict(list)
    for line in invoice["lines"]:
        for entry in line["entries"]:
            price = prices[entry["entry_id"]]
            segment = _segment_of(entry, price)
            _audit_segment(line, segment, invoice["currency"])
            key = entry["entry_id"], entry["price_version"], segment["start"]
            charged[key].append({**entry, "segment": segment})
    for parts in charged.values():
        for run in _side_by_side(parts):
            segment = run[0]["segment"]
            due = _share(segment, run[-1]["end"]) - _share(segment, run[0]["start"])
            _same(sum(one["billed_seconds"] for one in run), due, "charged of a segment")


def audit_agreements(invoice: Json, ledgers: Json) -> None:
    """What is charged for a month is what its ledger says that this invoice bills."""
    for line in (one for one in invoice["lines"] if one["kind"] == "agreement"):
        months = ledgers[line["charge"]["agreement_id"]]["months"]
        for month in (one for one in months if one["charge_id"] == line["charge_id"]):
            _same(line["first_day"], month["first_day"], "first day of a month")
            if month["invoice_id"] == invoice["invoice_id"]:
                _same(_amount(line["amount"]), Decimal(month["amount"]), "amount of a month")


def _audit_line(line: Json, decimals: int) -> None:
    if line["kind"] == "text":
        _same((line["amount"], line["tax_category"]), (None, None), "a text")
        return
    on_time = [one for one in line["entries"] if not one["late"]]
    for one in on_time:
        _same(one["end"] - one["start"], one["seconds"], "seconds of an entry")
    for name in ("seconds", "billed_seconds"):
        _same(sum(one[name] for one in on_time), line[name] or 0, f"{name} of a line")
    if line["kind"] == "time":
        _same(_hours(line, line["billed_seconds"]), line["hours"], "hours as printed")
        due = _time(line, line["billed_seconds"], decimals)
        _same(_amount(line["amount"]), due, "amount of time")
    if line["quantity"] is not None:
        due = Decimal(line["quantity"]) * _amount(line["unit_price"])
        _same(_amount(line["amount"]), _rounded(due, decimals), "amount of a quantity")
    for one in line["expenses"]:
        due = _amount(one["amount"]) * Decimal(one["exchange_rate"] or 1)
        due = due * (100 + Decimal(one["mark_up"])) / 100
        _same(_amount(one["charged"]), _rounded(due, decimals), "charged of an expense")
    if line["expenses"]:
        due = sum((_amount(one["charged"]) for one in line["expenses"]), Decimal(0))
        _same(_amount(line["amount"]), due, "amount of expenses")


def _audit_discounts(invoice: Json) -> None:
    _audit_discounts_of_lines(invoice)
    bases: dict[TaxKey, Decimal] = defaultdict(Decimal)
    for line in (*_charging(invoice["lines"]), *_own_discounts(invoice)):
        bases[_tax_of(line)] += _amount(line["amount"])
    discounts: dict[str, list[Json]] = defaultdict(list)
    for line in _discounts_on_all(invoice):
        discounts[line["discount_id"]].append(line)
    for parts in discounts.values():
        whole = -sum((_amount(one["amount"]) for one in parts), Decimal(0))
        percent = parts[0]["percent"]
        if percent is not None:
            off = sum(bases.values()) * Decimal(percent) / 100
            _same(whole, _rounded(off, invoice["decimals"]), "discount in per cent")
        shares = {_tax_of(one): -_amount(one["amount"]) for one in parts}
        _same(shares, _spread(whole, bases, invoice["decimals"]), "discount over the taxes")


def _audit_discounts_of_lines(invoice: Json) -> None:
    """Each stands right under its line, has its tax, and takes off what it says, at most what the line charges."""
    above = {one["position"] + 1: one for one in invoice["lines"]}
    for off in _own_discounts(invoice):
        line = above[off["position"]]
        _same(off["of_line_id"], line["line_id"], "line of a discount")
        _same(_tax_of(off), _tax_of(line), "tax of a discount")
        taken, whole = -_amount(off["amount"]), _amount(line["amount"])
        if off["percent"] is not None:
            due = _rounded(whole * Decimal(off["percent"]) / 100, invoice["decimals"])
            _same(taken, due, "discount of a line in per cent")
        if off["said_amount"] is not None:
            _same(taken, min(whole, _amount(off["said_amount"])), "an amount off a line")
        if not 0 <= taken <= whole:
            raise AuditError(f"a discount is more than its line: {off}")


def _audit_sums(document: Json, due: Any) -> None:
    bases: dict[TaxKey, Decimal] = defaultdict(Decimal)
    for line in document["lines"]:
        if line["kind"] != "text":
            bases[_tax_of(line)] += _amount(line["amount"])
    said = {(one["category"], Decimal(one["rate"])): one for one in document["tax_totals"]}
    _same(sorted(said), sorted(bases), "taxes")
    for key, one in said.items():
        _same(_amount(one["base"]), bases[key], "base of a tax")
        _same(_amount(one["tax"]), due(key, bases[key], key[1]), "tax")
    taxes = sum(_amount(one["tax"]) for one in said.values())
    _same(_amount(document["subtotal"]), sum(bases.values()), "subtotal")
    _same(_amount(document["tax"]), taxes, "sum of the taxes")
    _same(_amount(document["total"]), sum(bases.values()) + taxes, "total")


def _audit_settlements(invoice: Json) -> None:
    names = {
        "credit-note": "credited",
        "cash": "paid",
        "credit": "credit_applied",
        "difference": "differences",
    }
    sums = dict.fromkeys(names.values(), Decimal(0))
    for one in invoice["settlements"]:
        sums[names[one["kind"]]] += _amount(one["amount"])
    for name, settled in sums.items():
        _same(_amount(invoice[name]), settled, name)
    left = _amount(invoice["total"]) - sum(sums.values())
    _same(_amount(invoice["balance"]), left, "balance")


@dataclass
class _Ledger:
    """What credit notes took of an invoice so far."""

    invoice: Json
    amounts: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    billed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    bases: dict[TaxKey, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    taxes: dict[TaxKey, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    notes: set[str] = field(default_factory=set)

    def take_back(self, note: Json) -> None:
        """Check a credit note, and remember it."""
        self.notes.add(note["credit_note_id"])
        before = dict(self.amounts)
        on_invoice = {one["line_id"]: one for one in self.invoice["lines"]}
        for line in _charging(note["lines"]):
            self._take_line(on_invoice[line["line_id"]], line)
        self._discounts(note, before)
        _audit_sums(note, self._due)
        for one in note["tax_totals"]:
            key = one["category"], Decimal(one["rate"])
            self.bases[key] += _amount(one["base"])
            self.taxes[key] += _amount(one["tax"])

    def _take_line(self, whole: Json, line: Json) -> None:
        line_id, amount = line["line_id"], _amount(line["amount"])
        for name in ("seconds", "billed_seconds"):
            back = sum(one[name] for one in line["entries"])
            due = back if whole[name] is not None else 0
            _same(line[name] or 0, due, f"{name} given back")
        gone = self.billed[line_id]
        self.billed[line_id] += line["billed_seconds"] or 0
        before = self.amounts[line_id]
        if line["kind"] == "time" and line["hours"] is not None:
            hours = Decimal(_hours(whole, self.billed[line_id])) - Decimal(_hours(whole, gone))
            _same(Decimal(line["hours"]), hours, "hours taken back")
        if line["kind"] == "time":
            _same(amount, self._of_time(whole) - before, "time taken back")
        self.amounts[line_id] += amount
        if not 0 <= self.amounts[line_id] <= _amount(whole["amount"]):
            raise AuditError(f"more is credited than was billed: {line}")

    def _of_time(self, whole: Json) -> Decimal:
        """What credit notes may have taken of a line of time by now."""
        if all(one["credit_note_id"] in self.notes for one in whole["entries"]):
            return _amount(whole["amount"])
        if not whole["billed_seconds"]:
            return Decimal(0)
        if whole["hours"] is not None:
            return _time(whole, self.billed[whole["line_id"]], self.invoice["decimals"])
        due = _amount(whole["amount"]) * self.billed[whole["line_id"]] / whole["billed_seconds"]
        return _rounded(due, self.invoice["decimals"])

    def _discounts(self, note: Json, before: dict[str, Decimal]) -> None:
        """Discounts come off what is credited of their line, or of the lines with their tax, in proportion."""
        said = {one["line_id"]: _amount(one["amount"]) for one in _discounts_of(note["lines"])}
        known = {one["line_id"]: one for one in self.invoice["lines"]}
        for off in _own_discounts(self.invoice):
            line = known[off["of_line_id"]]
            whole, gone = _amount(line["amount"]), self.amounts[line["line_id"]]
            part = self._part(_amount(off["amount"]), gone, whole)
            here = part - before.get(off["line_id"], 0)
            _same(said.pop(off["line_id"], Decimal(0)), here, "discount of a line not given back")
            self.amounts[off["line_id"]] += here
        charged = (*_charging(self.invoice["lines"]), *_own_discounts(self.invoice))
        for tax in {_tax_of(one) for one in _charging(note["lines"])}:
            billed = [one for one in charged if _tax_of(one) == tax]
            base = sum(_amount(one["amount"]) for one in billed)
            taken = sum(self.amounts[one["line_id"]] for one in billed)
            upto = Decimal(0)
            for off in (x for x in _discounts_on_all(self.invoice) if _tax_of(x) == tax):
                here = -self._part(upto, taken, base)
                upto += _amount(off["amount"])
                here += self._part(upto, taken, base) - before.get(off["line_id"], 0)
                _same(said.pop(off["line_id"], Decimal(0)), here, "discount not given back")
                self.amounts[off["line_id"]] += here
        _same(said, {}, "discounts of other taxes")

    def _part(self, whole: Decimal, taken: Decimal | int, base: Decimal | int) -> Decimal:
        return _rounded(whole * taken / base, self.invoice["decimals"]) if base else Decimal(0)

    def _due(self, key: TaxKey, base: Decimal, rate: Decimal) -> Decimal:
        """The tax of a base; who takes the last of it takes what is left of the tax."""
        billed = next(
            one
            for one in self.invoice["tax_totals"]
            if (one["category"], Decimal(one["rate"])) == key
        )
        left = _amount(billed["tax"]) - self.taxes[key]
        if self.bases[key] + base == _amount(billed["base"]):
            return left
        return min(left, _rounded(base * rate / 100, self.invoice["decimals"]))


def _segment_of(entry: Json, price: Json) -> Json:
    """The segment of the named price in which the seconds lie."""
    found = [one for one in price["history"] if one["price_version"] == entry["price_version"]]
    if len(found) != 1:
        raise AuditError(f"price {entry['price_version']} of {entry['entry_id']} is not known")
    [version] = found
    _same(version["entry_version"], entry["version"], "version of the entry")
    rate = version["hourly_rate"] or {"amount": None, "currency": None}
    whole = {"start": 0, "end": version["seconds"], "treatment": "hourly", "charge_id": None}
    alike = whole | {"billed_seconds": version["billed_seconds"], "hourly_rate": rate["amount"]}
    for one in version["segments"] or [alike]:
        if one["start"] <= entry["start"] and entry["end"] <= one["end"]:
            return {**one, "currency": rate["currency"]}
    raise AuditError(f"no segment has all of {entry}")


def _audit_segment(line: Json, segment: Json, currency: str) -> None:
    if line["kind"] == "time":
        _same(segment["currency"], currency, "currency of a price")
        _same(segment["treatment"] in ("hourly", "overage"), True, "by the hour")
        _same(Decimal(segment["hourly_rate"]), _amount(line["hourly_rate"]), "rate of a line")
    else:
        _same(segment["treatment"] in ("included", "prepaid"), True, "by an agreement")
        _same(segment["charge_id"], line["charge_id"], "charge of an agreement")


def _side_by_side(parts: Iterable[Json]) -> Iterator[list[Json]]:
    """Runs of seconds without a gap: credit notes may have split what was charged in one."""
    run: list[Json] = []
    for one in sorted(parts, key=lambda part: int(part["start"])):
        if run and run[-1]["end"] > one["start"]:
            raise AuditError(f"seconds are charged twice: {one}")
        if run and run[-1]["end"] < one["start"]:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _share(segment: Json, end: int) -> int:
    """What is charged of a segment up to there, whole seconds."""
    length = segment["end"] - segment["start"]
    return int(segment["billed_seconds"] * (end - segment["start"]) // length)


def _spread(whole: Decimal, bases: dict[TaxKey, Decimal], decimals: int) -> dict[TaxKey, Decimal]:
    """In proportion to the bases; what rounding down leaves goes to the largest remainders."""
    positive = {key: base for key, base in sorted(bases.items()) if base > 0}
    total, unit = sum(positive.values()), Decimal(1).scaleb(-decimals)
    exact = {key: whole * base / total for key, base in positive.items()}
    shares = {key: part.quantize(unit, ROUND_DOWN) for key, part in exact.items()}
    rest = int((whole - sum(shares.values())) / unit)
    for key in sorted(exact, key=lambda one: shares[one] - exact[one])[:rest]:
        shares[key] += unit
    return {key: share for key, share in shares.items() if share}


def _charging(lines: Sequence[Json]) -> list[Json]:
    return [one for one in lines if one["kind"] not in ("text", "discount")]


def _discounts_of(lines: Sequence[Json]) -> list[Json]:
    return [one for one in lines if one["kind"] == "discount"]


def _own_discounts(invoice: Json) -> list[Json]:
    """Those that are taken off one line."""
    return [one for one in _discounts_of(invoice["lines"]) if one["of_line_id"] is not None]


def _discounts_on_all(invoice: Json) -> list[Json]:
    return [one for one in _discounts_of(invoice["lines"]) if one["of_line_id"] is None]


def _tax_of(line: Json) -> TaxKey:
    return line["tax_category"], Decimal(line["tax_rate"])


def _hours(line: Json, billed_seconds: int) -> Any:
    """So much of a line of time as it prints hours: with its decimals, or None where it prints hours and minutes."""
    if line["hours"] is None:
        return None
    decimals = len(line["hours"].partition(".")[2])
    return str(_rounded(Decimal(billed_seconds) / 3600, decimals))


def _time(line: Json, billed_seconds: int, decimals: int) -> Decimal:
    """What so much of a line of time costs: its seconds, or the hours that are printed, by its rate."""
    rate, hours = _amount(line["hourly_rate"]), _hours(line, billed_seconds)
    return _rounded(
        billed_seconds * rate / 3600 if hours is None else Decimal(hours) * rate, decimals
    )


def _amount(money: Json) -> Decimal:
    return Decimal(money["amount"])


def _rounded(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _same(said: object, due: object, what: str) -> None:
    if said != due:
        raise AuditError(f"{what}: the books say {said}, it comes to {due}")


if __name__ == "__main__":
    audit(json.load(sys.stdin))
