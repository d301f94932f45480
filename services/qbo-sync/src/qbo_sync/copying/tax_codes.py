"""The company's tax code for a tax category and rate of ours."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from contracts.invoicing import InvoiceIssued
from messaging.tasks import Task
from qbo_sync import references
from qbo_sync.copying.body import NotCopyableError, TaxCodes
from qbo_sync.intuit.company import Company
from qbo_sync.intuit.numbers import Doc

KIND = "tax code"
# What bookkeepers and Intuit call the codes without tax, in Danish and English; the first that fits is taken.
WORDS = {
    "reverse-charge": ("reverse", "omvendt", "rc", "ec services", "ec goods"),
    "exempt": ("exempt", "fritaget", "momsfri"),
    "zero": ("zero", "0%", "0 %", "0.0%"),
    "outside-scope": ("scope", "no vat", "uden moms", "ingen moms"),
}


async def tax_codes(task: Task, company: Company, invoice: InvoiceIssued) -> TaxCodes:
    """The code of each category and rate on the invoice; looked up once and remembered.

    Raises:
        NotCopyableError: the company has no code for one of them.
    """
    wanted = {(line.tax_category, line.tax_rate) for line in invoice.lines if line.kind != "text"}
    async with task.transaction() as session:
        known = {
            pair: await references.find(session, company.realm_id, KIND, name(*pair))
            for pair in wanted
        }
    if missing := [pair for pair, code in known.items() if code is None]:
        found = await _looked_up(company, missing)
        async with task.transaction() as session:
            for pair, code in found.items():
                realm_id = company.realm_id
                await references.keep(session, task.account_id, realm_id, KIND, name(*pair), code)
        return {**{pair: code for pair, code in known.items() if code}, **found}
    return {pair: code for pair, code in known.items() if code}


def name(category: str, rate: Decimal) -> str:
    return f"{category} {rate.normalize():f}"


async def _looked_up(
    company: Company, wanted: Iterable[tuple[str, Decimal]]
) -> dict[tuple[str, Decimal], str]:
    codes = await company.query("TaxCode", "orderby Id")
    percents = {
        str(rate["Id"]): Decimal(str(rate.get("RateValue", 0)))
        for rate in await company.query("TaxRate")
    }
    return {pair: _fitting(codes, percents, *pair) for pair in wanted}


def _fitting(codes: list[Doc], percents: dict[str, Decimal], category: str, rate: Decimal) -> str:
    usable = [code for code in codes if _percent(code, percents) == rate]
    words = WORDS.get(category)
    for word in words or ("",):
        for code in usable:
            text = f"{code.get('Name', '')} {code.get('Description', '')}".lower()
            if word in text and (words or code.get("Taxable", True)):
                return str(code["Id"])
    raise NotCopyableError(
        f"QuickBooks has no tax code for {category.replace('-', ' ')} {rate.normalize():f} %"
    )


def _percent(code: dict[str, Any], percents: dict[str, Decimal]) -> Decimal | None:
    details = (code.get("SalesTaxRateList") or {}).get("TaxRateDetail") or []
    if not details:
        return None
    rates = [percents.get(str(detail["TaxRateRef"]["value"]), Decimal(0)) for detail in details]
    return sum(rates, Decimal(0))
