"""The company's tax code for a tax category and rate of ours."""

from collections.abc import Sequence
from decimal import Decimal

from qbo_sync.domain import Entity, reads_entity
from qbo_sync.domain.invoice import NotExportableError

WORDS = {
    "reverse-charge": ("reverse", "omvendt", "rc", "ec services", "ec goods"),
    "exempt": ("exempt", "fritaget", "momsfri"),
    "zero": ("zero", "0%", "0 %", "0.0%"),
    "outside-scope": ("scope", "no vat", "uden moms", "ingen moms"),
}
"""What bookkeepers and Intuit call the codes without tax, in Danish and English; the first that fits is taken."""


def tax_key(category: str, rate: Decimal) -> str:
    """What the id of a tax code is remembered by."""
    return f"{category} {rate.normalize():f}"


@reads_entity
def tax_code_id(
    codes: Sequence[Entity], rates: Sequence[Entity], category: str, rate: Decimal
) -> str:
    """Choose among a company's `TaxCode` and `TaxRate` entities: by rate, and by name where there is no tax.

    Raises `NotExportableError` when none fits, `UnreadableEntityError`.
    """
    percents = {str(found["Id"]): Decimal(str(found.get("RateValue", 0))) for found in rates}
    usable = [code for code in codes if _percent(code, percents) == rate]
    words = WORDS.get(category)
    for word in words or ("",):
        for code in usable:
            text = f"{code.get('Name', '')} {code.get('Description', '')}".lower()
            if word in text and (words or code.get("Taxable", True)):
                return str(code["Id"])
    raise NotExportableError(
        f"QuickBooks has no tax code for {category.replace('-', ' ')} {rate.normalize():f} %"
    )


def _percent(code: Entity, percents: dict[str, Decimal]) -> Decimal | None:
    details = (code.get("SalesTaxRateList") or {}).get("TaxRateDetail") or []
    if not details:
        return None
    rates = [percents.get(str(detail["TaxRateRef"]["value"]), Decimal(0)) for detail in details]
    return sum(rates, Decimal(0))
