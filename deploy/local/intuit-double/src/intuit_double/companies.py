"""Companies: what each kind starts with, CompanyInfo and Preferences."""

from intuit_double import refusals
from intuit_double.entities import collection, stamp
from intuit_double.store import Doc
from intuit_double.world import World

FIRST_REALM = 9341450000000000
KINDS = ("vat", "us", "us-automated")
DEFAULTS: Doc = {
    "name": "Sandbox Company",
    "country": "DK",
    "currency": "DKK",
    "tax": "vat",
    "custom_txn_numbers": True,
    "multi_currency": False,
    "connected": False,
}
ACCOUNTS = (
    ("1", "Services", "Income"),
    ("2", "Sales of Product Income", "Income"),
    ("3", "Accounts Receivable (A/R)", "Accounts Receivable"),
    ("4", "Undeposited Funds", "Other Current Asset"),
    ("30", "Discounts given", "Income"),
)
TERMS = (("1", "Due on receipt", 0), ("2", "Net 15", 15), ("3", "Net 30", 30))
# Id, name, percent of the sales rate, taxable
VAT_CODES = (
    ("2", "25% S", 25, True),
    ("3", "0% Z", 0, True),
    ("4", "Reverse charge", 0, True),
    ("5", "Exempt", 0, True),
    ("6", "Out of scope", 0, False),
)


def create(world: World, wanted: Doc) -> Doc:
    """A company as wanted; one that exists already is answered as it is.

    Raises:
        RefusalError: 2010, a field that companies do not have.
    """
    for name in wanted:
        if name not in {*DEFAULTS, "realm"}:
            raise refusals.unknown_property(name)
    realm = str(wanted.get("realm") or FIRST_REALM + world.store.number("realms"))
    existing = world.store.get("companies", realm)
    if existing:
        return existing
    company = {**DEFAULTS, **wanted, "realm": realm, "created": stamp(world)}
    if company["tax"] not in KINDS:
        raise refusals.bad_value("tax", f"one of {', '.join(KINDS)}")
    world.store.put("companies", realm, company)
    _furnish(world, company)
    return company


def change(world: World, realm: str, wanted: Doc) -> Doc:
    """Toggle what a company's owner can toggle, for instance `custom_txn_numbers`."""
    changed = {**company(world, realm), **wanted, "realm": realm}
    world.store.put("companies", realm, changed)
    return changed


def company(world: World, realm: str) -> Doc:
    found = world.store.get("companies", realm)
    if found is None:
        raise refusals.not_found(f"Company {realm}")
    return found


def info(world: World, realm: str) -> Doc:
    its = company(world, realm)
    return {
        "Id": "1",
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "CompanyName": its["name"],
        "LegalName": its["name"],
        "Country": its["country"],
        "SupportedLanguages": "en",
        "MetaData": {"CreateTime": its["created"], "LastUpdatedTime": its["created"]},
    }


def preferences(world: World, realm: str) -> Doc:
    its = company(world, realm)
    return {
        "Id": "1",
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "SalesFormsPrefs": {
            "CustomTxnNumbers": its["custom_txn_numbers"],
            "AllowDiscount": True,
            "DefaultDiscountAccount": "30",
            "ETransactionPaymentEnabled": False,
        },
        "TaxPrefs": {
            "UsingSalesTax": its["tax"] != "us",
            "PartnerTaxEnabled": its["tax"] == "us-automated",
        },
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": its["multi_currency"],
            "HomeCurrency": {"value": its["currency"]},
        },
    }


def _furnish(world: World, its: Doc) -> None:
    for entity_id, name, kind in ACCOUNTS:
        _seed(world, its, "Account", entity_id, {"Name": name, "AccountType": kind})
    for entity_id, name, days in TERMS:
        _seed(world, its, "Term", entity_id, {"Name": name, "DueDays": days})
    if its["tax"] != "vat":
        return
    for entity_id, name, percent, taxable in VAT_CODES:
        _seed(world, its, "TaxRate", entity_id, {"Name": name, "RateValue": percent})
        applied = {"TaxRateRef": {"value": entity_id, "name": name}, "TaxOrder": 0}
        sales = {"TaxRateDetail": [{**applied, "TaxTypeApplicable": "TaxOnAmount"}]}
        code = {"Name": name, "Description": name, "Taxable": taxable, "SalesTaxRateList": sales}
        _seed(world, its, "TaxCode", entity_id, code)


def _seed(world: World, its: Doc, entity: str, entity_id: str, fields: Doc) -> None:
    meta = {"CreateTime": its["created"], "LastUpdatedTime": its["created"]}
    doc = {"Id": entity_id, "SyncToken": "0", "domain": "QBO", "Active": True, "MetaData": meta}
    world.store.put(collection(its["realm"], entity), entity_id, {**doc, **fields})
