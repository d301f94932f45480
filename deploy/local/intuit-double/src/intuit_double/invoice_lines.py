"""Invoice lines: what each must have, and what they add up to."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation

from intuit_double import errors
from intuit_double.company import Company, check_length
from intuit_double.decimals import decimal, half_up
from intuit_double.store import Doc
from intuit_double.taxes import Bases

MOST_LINES = 750


def numbered(company: Company, request_lines: list[Doc]) -> list[Doc]:
    """The lines as stored: checked, numbered, with the subtotal line QuickBooks adds."""
    given = [line for line in request_lines if line.get("DetailType") != "SubTotalLineDetail"]
    if not given:
        raise errors.missing("Line")
    if len(given) > MOST_LINES:
        raise errors.business(f"A transaction can have at most {MOST_LINES} lines.")
    lines = [
        {**_checked(company, line), "Id": str(number), "LineNum": number}
        for number, line in enumerate(given, start=1)
    ]
    subtotal = sum((amount_of(line) for line in lines if _has_item(line)), Decimal(0))
    detail = {"DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
    return [*lines, {**detail, "Amount": subtotal}]


def net_by_tax_code(lines: list[Doc]) -> Bases:
    """Net amounts by tax code, after the whole-invoice discount was spread in proportion."""
    bases: Bases = defaultdict(Decimal)
    for line in lines:
        if _has_item(line):
            code = line["SalesItemLineDetail"].get("TaxCodeRef") or {}
            bases[str(code.get("value") or "")] += amount_of(line)
    total = sum(bases.values(), Decimal(0))
    discount = _discount(lines, total)
    if not discount or not total:
        return bases
    return {code: base - discount * base / total for code, base in bases.items()}


def amount_of(line: Doc) -> Decimal:
    try:
        return decimal(line.get("Amount", 0))
    except InvalidOperation:
        raise errors.bad_value("Amount", str(line.get("Amount"))) from None


def _has_item(line: Doc) -> bool:
    """A line without an item is documentation, and its amount is ignored."""
    return bool((line.get("SalesItemLineDetail") or {}).get("ItemRef"))


def _discount(lines: list[Doc], total: Decimal) -> Decimal:
    discount = Decimal(0)
    for line in lines:
        detail = line.get("DiscountLineDetail")
        if detail is None:
            continue
        if detail.get("PercentBased"):
            discount += half_up(total * decimal(detail["DiscountPercent"]) / 100)
        else:
            discount += amount_of(line)
    return discount


def _checked(company: Company, line: Doc) -> Doc:
    kind = line.get("DetailType")
    check_length(line, "Description", 4000)
    if kind == "SalesItemLineDetail":
        _check_sale(company, line)
    elif kind not in {"DescriptionOnly", "DiscountLineDetail"}:
        raise errors.bad_value("DetailType", str(kind))
    return line


def _check_sale(company: Company, line: Doc) -> None:
    detail = line.get("SalesItemLineDetail") or {}
    if "Amount" not in line:
        raise errors.missing("Line.Amount")
    if detail.get("ItemRef"):
        company.referenced("Item", detail["ItemRef"], "ItemRef")
    amount = amount_of(line)
    if half_up(amount) != amount:
        raise errors.bad_value("Amount", f"{amount} has more than two decimals")
    if "Qty" in detail and "UnitPrice" in detail:
        product = half_up(decimal(detail["Qty"]) * decimal(detail["UnitPrice"]))
        if product != amount:
            raise errors.amount_differs(amount)
