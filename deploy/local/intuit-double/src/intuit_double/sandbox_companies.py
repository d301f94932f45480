"""Sandbox companies: created with the accounts, terms and tax codes of their kind; CompanyInfo and Preferences."""

from intuit_double import errors, webhooks
from intuit_double.company import Company
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

FIRST_REALM = 9341450000000000
TAX_KINDS = ("vat", "us", "us-automated")
DEFAULTS: Doc = {
    "name": "Sandbox Company",
    "country": "DK",
    "currency": "DKK",
    "tax": "vat",
    "custom_txn_numbers": True,
    "multi_currency": False,
    "auto_apply_credit": False,
    "exchange_rates": {"EUR": 7.46, "GBP": 8.7, "NOK": 0.64, "SEK": 0.66, "USD": 6.85},
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


def create(sandbox: Sandbox, request: Doc) -> Doc:
    """Create a company; with the realm id of an existing one, return that as it is.

    Raises FaultError 2010 for a setting that companies do not have, 2030 for an unknown kind of tax.
    """
    for name in request:
        if name not in {*DEFAULTS, "realm"}:
            raise errors.unknown_property(name)
    realm = str(request.get("realm") or FIRST_REALM + sandbox.store.number("realms"))
    if existing := sandbox.store.get("companies", realm):
        return existing
    settings = {**DEFAULTS, **request, "realm": realm, "created": sandbox.timestamp()}
    if settings["tax"] not in TAX_KINDS:
        raise errors.bad_value("tax", f"one of {', '.join(TAX_KINDS)}")
    sandbox.store.put("companies", realm, settings)
    _seed(Company(sandbox, realm))
    return settings


def update(company: Company, changes: Doc) -> Doc:
    """Change settings that the company's owner can change, for instance `custom_txn_numbers`."""
    changed = {**company.settings, **changes, "realm": company.realm}
    company.sandbox.store.put("companies", company.realm, changed)
    webhooks.enqueue(company.sandbox, company.realm, "Preferences", "1", "updated")
    return changed


def info(company: Company) -> Doc:
    """The CompanyInfo entity."""
    settings = company.settings
    return {
        "Id": "1",
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "CompanyName": settings["name"],
        "LegalName": settings["name"],
        "Country": settings["country"],
        "SupportedLanguages": "en",
        "MetaData": _metadata(settings),
    }


def exchange_rate(company: Company, currency: str, day: str) -> Doc:
    """The ExchangeRate entity: home units for one of a foreign currency. Raises 610 when the company has none."""
    rate = company.settings["exchange_rates"].get(currency)
    if rate is None:
        raise errors.not_found(f"ExchangeRate {currency}")
    return {
        "SourceCurrencyCode": currency,
        "TargetCurrencyCode": company.settings["currency"],
        "Rate": rate,
        "AsOfDate": day,
        "domain": "QBO",
    }


def create_tax_code(company: Company, request: Doc) -> Doc:
    """Create a sales tax code by hand: `{name, percent}`."""
    code_id = str(1000 + company.sandbox.store.number(company.collection("TaxCode")))
    _put_tax_code(company, code_id, str(request["name"]), request["percent"], taxable=True)
    return company.read("TaxCode", code_id)


def preferences(company: Company) -> Doc:
    """The Preferences entity."""
    settings = company.settings
    return {
        "Id": "1",
        "SyncToken": "0",
        "domain": "QBO",
        "sparse": False,
        "SalesFormsPrefs": {
            "CustomTxnNumbers": settings["custom_txn_numbers"],
            "AllowDiscount": True,
            "AutoApplyCredit": settings["auto_apply_credit"],
            "DefaultDiscountAccount": "30",
            "ETransactionPaymentEnabled": False,
        },
        "TaxPrefs": {
            "UsingSalesTax": settings["tax"] != "us",
            "PartnerTaxEnabled": settings["tax"] == "us-automated",
        },
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": settings["multi_currency"],
            "HomeCurrency": {"value": settings["currency"]},
        },
    }


def _seed(company: Company) -> None:
    for entity_id, name, kind in ACCOUNTS:
        _put(company, "Account", entity_id, {"Name": name, "AccountType": kind})
    for entity_id, name, days in TERMS:
        _put(company, "Term", entity_id, {"Name": name, "DueDays": days})
    if company.settings["tax"] != "vat":
        return
    for entity_id, name, percent, taxable in VAT_CODES:
        _put_tax_code(company, entity_id, name, percent, taxable=taxable)


def _put_tax_code(
    company: Company, entity_id: str, name: str, percent: object, *, taxable: bool
) -> None:
    """A code with one rate of the same id."""
    _put(company, "TaxRate", entity_id, {"Name": name, "RateValue": percent})
    applied = {"TaxRateRef": {"value": entity_id, "name": name}, "TaxOrder": 0}
    sales = {"TaxRateDetail": [{**applied, "TaxTypeApplicable": "TaxOnAmount"}]}
    code = {"Name": name, "Description": name, "Taxable": taxable, "SalesTaxRateList": sales}
    _put(company, "TaxCode", entity_id, code)


def _put(company: Company, entity: str, entity_id: str, fields: Doc) -> None:
    seed = {"Id": entity_id, "SyncToken": "0", "domain": "QBO", "Active": True}
    company.put(entity, {**seed, "MetaData": _metadata(company.settings), **fields})


def _metadata(settings: Doc) -> Doc:
    return {"CreateTime": settings["created"], "LastUpdatedTime": settings["created"]}
