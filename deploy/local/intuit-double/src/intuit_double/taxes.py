"""The tax of an invoice by the company's model: VAT codes, none (US), or automated (US)."""

from collections import defaultdict
from decimal import Decimal

from intuit_double import errors
from intuit_double.company import Company
from intuit_double.decimals import decimal, half_up
from intuit_double.store import Doc

AUTOMATED_PERCENT = Decimal("8.25")
Bases = dict[str, Decimal]


def tax_detail(company: Company, invoice: Doc, bases: Bases) -> Doc:
    """The `TxnTaxDetail` for the net amount of each tax code, rounded half-up once per rate.

    Raises FaultError 2500 for an unknown code, 6000 for a line without one where VAT is charged.
    """
    kind = company.settings["tax"]
    if kind == "us":
        return {"TotalTax": 0}
    if kind == "us-automated":
        base = sum((base for code, base in bases.items() if code == "TAX"), Decimal(0))
        return _detail([_line({"value": "automated"}, AUTOMATED_PERCENT, base)])
    return _vat(company, invoice.get("GlobalTaxCalculation", "TaxExcluded"), bases)


def _vat(company: Company, calculation: str, bases: Bases) -> Doc:
    if calculation == "NotApplicable":
        return {"TotalTax": 0}
    if calculation != "TaxExcluded":
        raise errors.bad_value("GlobalTaxCalculation", f"{calculation} is not modelled here")
    by_rate: dict[str, Decimal] = defaultdict(Decimal)
    for code, base in bases.items():
        if not code:
            raise errors.business("Make sure all your transactions have a VAT rate.")
        found = company.referenced("TaxCode", {"value": code}, "TaxCodeRef")
        by_rate[found["SalesTaxRateList"]["TaxRateDetail"][0]["TaxRateRef"]["value"]] += base
    lines = []
    for rate_id, base in sorted(by_rate.items()):
        rate = company.read("TaxRate", rate_id)
        lines.append(_line({"value": rate_id}, decimal(rate["RateValue"]), base))
    return _detail(lines)


def _line(rate: Doc, percent: Decimal, base: Decimal) -> Doc:
    detail = {
        "TaxRateRef": rate,
        "PercentBased": True,
        "TaxPercent": percent,
        "NetAmountTaxable": half_up(base),
    }
    amount = half_up(base * percent / 100)
    return {"Amount": amount, "DetailType": "TaxLineDetail", "TaxLineDetail": detail}


def _detail(lines: list[Doc]) -> Doc:
    return {"TotalTax": sum((line["Amount"] for line in lines), Decimal(0)), "TaxLine": lines}
