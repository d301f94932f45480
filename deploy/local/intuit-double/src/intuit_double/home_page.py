"""The page for people: companies, their invoices with balances, and a button that pays."""

from html import escape

from intuit_double.company import Company
from intuit_double.decimals import decimal
from intuit_double.sandbox import Sandbox
from intuit_double.store import Doc

STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;border-bottom:1px solid #ddd;
text-align:left;white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
.paid{color:#16794a}.open{color:#a15c00}small{color:#666}input{width:6rem;text-align:right}
"""


def html(sandbox: Sandbox) -> str:
    companies = sandbox.store.all("companies")
    parts = (
        "".join(_company(Company(sandbox, company["realm"])) for company in companies)
        or "<p>No company yet.</p>"
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>QuickBooks (double)</title>'
        f"<style>{STYLE}</style><h1>QuickBooks <small>local double of Intuit</small></h1>"
        f'{parts}<p><small><a href="/_fake/requests">Requests</a></small></p></html>'
    )


def _company(company: Company) -> str:
    settings = company.settings
    invoices = reversed(company.all("Invoice"))
    rows = "".join(_invoice(company.realm, invoice) for invoice in invoices)
    connected = "connected" if settings["connected"] else "not connected"
    head = (
        "<tr><th>Number<th>Customer<th>Date<th>Due<th class=n>Total<th class=n>Balance<th>State<th>"
    )
    table = f"<table>{head}{rows}</table>" if rows else "<p>No invoices yet.</p>"
    title = f"{escape(str(settings['name']))} <small>{company.realm} · {settings['currency']} · {connected}</small>"
    return f"<h2>{title}</h2>{table}"


def _invoice(realm: str, invoice: Doc) -> str:
    total, balance = decimal(invoice["TotalAmt"]), decimal(invoice["Balance"])
    state = "paid" if balance == 0 else "open" if balance == total else "part paid"
    css = "paid" if balance == 0 else "open"
    currency = escape(str(invoice["CurrencyRef"]["value"]))
    return (
        f"<tr><td>{escape(str(invoice.get('DocNumber') or invoice['Id']))}"
        f"<td>{escape(str(invoice['CustomerRef'].get('name', '')))}"
        f"<td>{invoice['TxnDate']}<td>{invoice['DueDate']}"
        f"<td class=n>{total:,.2f} {currency}<td class=n>{balance:,.2f}"
        f"<td class={css}>{state}<td>{_button(realm, invoice) if balance else ''}"
    )


def _button(realm: str, invoice: Doc) -> str:
    balance = f"{decimal(invoice['Balance']):.2f}"
    return (
        f'<form method="post" action="/_fake/page/pay">'
        f'<input type="hidden" name="realm" value="{realm}">'
        f'<input type="hidden" name="invoice" value="{invoice["Id"]}">'
        f'<input name="amount" value="{balance}" inputmode="decimal"> <button>Pay</button></form>'
    )
