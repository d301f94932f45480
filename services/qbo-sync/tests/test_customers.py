import pytest
from qbo_driver import REALM, Driver

from contracts import Address
from contracts.invoicing import Party
from contracts.qbo_sync import InvoiceCopied
from contracts.stored import example
from contracts.timer import OrganizationChanged
from database import new_id


def named(name: str) -> Party:
    address = Address(lines=("Street 1",), postal_code="1", city="Oslo", country="NO")
    return Party(name=name, address=address)


async def test_an_issued_invoice_is_copied_with_lines_tax_and_customer(connected: Driver) -> None:
    event = await connected.export()
    (made,) = await connected.in_quickbooks()
    assert (made["DocNumber"], made["TotalAmt"], made["Balance"]) == ("2026-0001", 1250, 1250)
    assert (made["TxnDate"], made["DueDate"]) == ("2026-10-05", "2026-11-04")
    assert made["CustomerRef"]["name"] == "Nordlys ApS"
    assert made["BillEmail"] == {"Address": "faktura@nordlys.example"}
    assert str(event.invoice_id) in made["PrivateNote"]
    state = await connected.state(event)
    assert (state["state"], state["qbo_id"], state["reason"]) == ("copied", made["Id"], None)
    assert state["qbo_total"] == {"amount": "1250.00", "currency": "DKK"}
    (published,) = await connected.served.published(InvoiceCopied)
    assert (published.invoice_id, published.qbo_id, published.variance) == (
        event.invoice_id,
        made["Id"],
        None,
    )


async def test_the_customer_is_made_once_with_address_and_email(connected: Driver) -> None:
    organization = example(OrganizationChanged)
    await connected.served.consume(organization)
    for number in ("2026-0001", "2026-0002"):
        await connected.export(number=number, organization_id=organization.organization_id)
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == organization.name
    assert customer["PrimaryEmailAddr"]["Address"] == "faktura@nordlys.example"
    assert customer["BillAddr"]["City"] == "Aarhus C"
    assert len(await connected.in_quickbooks("Item")) == 1


async def test_a_lost_customer_answer_makes_no_second_customer(connected: Driver) -> None:
    await connected.fault("drop", "POST .*/customer", when="after")
    await connected.fault("ignore-requestid", "POST .*/customer", times=9)
    await connected.export()
    await connected.run_later()
    assert len(await connected.in_quickbooks("Customer")) == 1


@pytest.mark.parametrize(
    ("name", "in_quickbooks"),
    [
        ("O'Brien & Søn", "O'Brien & Søn"),
        ("Acme:Oslo", "Acme Oslo"),
        ("Back\\slash 'quoted'", "Back\\slash 'quoted'"),
        ("Tab\tand\nline", "Tab and line"),
    ],
)
async def test_customers_with_odd_names_are_made_once_and_found_again(
    connected: Driver, name: str, in_quickbooks: str
) -> None:
    await connected.intuit.control("POST", f"qbo/{REALM}/customers", DisplayName=in_quickbooks)
    await connected.export(buyer=named(name))
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == in_quickbooks


async def test_a_customer_named_like_a_vendor_gets_a_name_of_its_own(connected: Driver) -> None:
    await connected.intuit.control("POST", f"qbo/{REALM}/vendors", DisplayName="nordlys aps")
    event = await connected.export()
    (customer,) = await connected.in_quickbooks("Customer")
    assert customer["DisplayName"] == "Nordlys ApS (C)"
    assert (await connected.state(event))["state"] == "copied"


async def test_two_organizations_of_one_name_are_two_customers(connected: Driver) -> None:
    await connected.export(number="1")
    await connected.export(number="2", organization_id=new_id())
    assert len(await connected.in_quickbooks("Customer")) == 2


async def test_an_inactive_customer_is_made_active_again(connected: Driver) -> None:
    hired = await connected.intuit.control(
        "POST", f"qbo/{REALM}/customers", DisplayName="Nordlys ApS", Active=False
    )
    await connected.export()
    (customer,) = await connected.in_quickbooks("Customer")
    assert (customer["Id"], customer["Active"]) == (hired["Id"], True)


async def test_each_currency_of_an_organization_is_a_customer_of_its_own(driver: Driver) -> None:
    await driver.connect(multi_currency=True)
    events = [
        await driver.export(number=currency, currency=currency) for currency in ("DKK", "EUR")
    ]
    assert [(await driver.state(event))["reason"] for event in events] == [None, None]
    customers = await driver.in_quickbooks("Customer")
    assert [customer["CurrencyRef"]["value"] for customer in customers] == ["DKK", "EUR"]
