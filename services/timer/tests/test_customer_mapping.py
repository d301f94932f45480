"""What the columns of lists of customers hold, remembered by their headers as that of files of time."""

from typing import Any

import pytest

from domain_errors import InvalidInputError
from services.timer.tests.driver import Driver, shown, slug
from services.timer.tests.test_customer_import import URL, counts, imported, named, send
from testkit import count_statements
from timer.customer_import.column_mapping import CustomerMapping
from timer.customer_import.columns import Columns, recognise

MAPPINGS = "/v1/import-mappings"
LIST = "Nr;Betegnelse;Mail\n1;Fjord A/S;eva@fjord.example\n"
COLUMNS = {"name": "Betegnelse", "contact_email": "Mail"}
MAPPING = {
    "kind": "customers",
    "name": "economic",
    "headers": ["Mail", "Nr", "Betegnelse"],
    "columns": COLUMNS,
}
OF_LISTS = CustomerMapping("economic", ("Nr", "Betegnelse", "Mail"), COLUMNS)


async def remember(driver: Driver, **changes: Any) -> dict[str, Any]:
    return await shown(driver.manager.post(MAPPINGS, json={**MAPPING, **changes}))


async def look(driver: Driver, text: str = LIST) -> dict[str, Any]:
    return await shown(driver.manager.post(f"{URL}/columns", content=text))


def found(header: str, **chosen: str) -> Columns:
    return recognise(header.split(","), chosen, [OF_LISTS])


def test_a_list_is_known_again_by_the_set_of_its_headers() -> None:
    columns = found("MAIL,Betegnelse,,nr")
    assert (columns.mapping, columns.places) == ("economic", {"name": 1, "contact_email": 0})


def test_what_somebody_chooses_comes_before_what_is_remembered_and_that_before_names() -> None:
    assert found("Nr,Betegnelse,Mail", name="Nr").mapping is None
    of_known = CustomerMapping("ours", ("Name", "City"), {"name": "City"})
    assert recognise(("Name", "City"), {}, [of_known]).places == {"name": 1}
    assert recognise(("Name", "City", "ZIP"), {}, [of_known]).mapping is None


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        ({"city": "Nr"}, ["columns"]),
        ({"name": "Nobody"}, ["columns.name"]),
        ({"name": "Mail", "contact_email": "mail"}, ["columns.name"]),
        ({"name": "Mail", "hours": "Nr"}, ["columns.hours"]),
    ],
)
def test_a_mapping_that_names_no_customer_is_refused(
    columns: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        CustomerMapping("economic", ("Nr", "Betegnelse", "Mail"), columns)
    assert [one.field for one in refused.value.fields] == fields


async def test_a_second_list_with_these_headers_needs_no_mapping(driver: Driver) -> None:
    assert slug(await send(driver, LIST)) == (422, "missing-columns")
    chosen = [f"{field}={header}" for field, header in COLUMNS.items()]
    assert counts(await imported(driver, LIST, columns=chosen)) == {"create": 1}
    await remember(driver)
    again = await imported(driver, LIST)
    assert (counts(again), again["mapping"]) == ({"unchanged": 1}, "economic")
    next_month = "Mail,NR,Betegnelse\nper@havn.example,2,Havn ApS\n"
    report = await imported(driver, next_month)
    assert (counts(report), report["ignored"]) == ({"create": 1}, ["NR"])
    assert (await named(driver, "Havn ApS"))["kind"] == "business"


async def test_what_is_remembered_is_shown_with_the_columns_and_can_be_forgotten(
    driver: Driver,
) -> None:
    assert (await look(driver))["mapping"] is None
    mapping = await remember(driver)
    seen = await look(driver)
    assert seen["mapping"] == mapping
    assert [one["field"] for one in seen["columns"]] == [None, "name", "contact_email"]
    assert (await driver.manager.delete(f"{MAPPINGS}/{mapping['id']}")).status_code == 204
    assert (await look(driver))["mapping"] is None
    assert slug(await send(driver, LIST)) == (422, "missing-columns")


async def test_a_preview_whose_columns_mean_something_else_since_is_refused(driver: Driver) -> None:
    mapping = await remember(driver)
    preview = await imported(driver, LIST, dry_run=True)
    changed = {**MAPPING, "columns": {"name": "Nr"}}
    response = await driver.manager.put(
        f"{MAPPINGS}/{mapping['id']}", json=changed, headers={"If-Match": '"1"'}
    )
    assert response.status_code == 200, response.text
    assert slug(await send(driver, LIST, token=preview["token"])) == (409, "data-moved")


async def test_mappings_of_time_and_of_customers_do_not_meet(driver: Driver) -> None:
    of_time = {
        "name": "economic",
        "headers": MAPPING["headers"],
        "columns": {"who": "Mail", "start_date": "Nr", "hours": "Betegnelse"},
    }
    time = await shown(driver.manager.post(MAPPINGS, json=of_time))
    assert (time["kind"], (await look(driver))["mapping"]) == ("time", None)
    customers = await remember(driver)
    assert await driver.list("import-mappings") == [time, customers]
    assert await driver.list("import-mappings", kind="customers") == [customers]
    again = await driver.manager.post(MAPPINGS, json={**MAPPING, "name": "other"})
    assert slug(again) == (409, "headers-taken")
    wrong = await driver.manager.post(MAPPINGS, json={**of_time, "kind": "customers", "name": "x"})
    assert slug(wrong) == (422, "invalid-input")


async def test_columns_that_are_chosen_ask_the_database_nothing_of_mappings(driver: Driver) -> None:
    chosen = [f"{field}={header}" for field, header in COLUMNS.items()]
    with count_statements(driver.timer.database) as statements:
        await imported(driver, LIST, dry_run=True, columns=chosen)
    assert "import_mappings" not in str(statements)
