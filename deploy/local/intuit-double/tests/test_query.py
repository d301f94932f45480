from typing import Any

import pytest

from intuit_double.query import parse
from intuit_double.testing import REALM, AppClient, error_code


async def test_apostrophes_backslashes_and_colons_are_found(intuit: AppClient) -> None:
    for name in ("O'Brien", "Back\\slash", "Plain"):
        await intuit.customer(name)
    for text, name in ((r"O\'Brien", "O'Brien"), (r"Back\\slash", "Back\\slash")):
        found = await intuit.query(f"select * from Customer where DisplayName = '{text}'")
        assert [customer["DisplayName"] for customer in found["Customer"]] == [name]


async def test_the_entity_is_absent_when_nothing_matches(intuit: AppClient) -> None:
    assert await intuit.query("SELECT * FROM Invoice WHERE DocNumber = 'x'") == {}


async def test_pages_orders_counts_and_compares(intuit: AppClient) -> None:
    for number, amount in (("a", "10"), ("b", "30"), ("c", "20")):
        await intuit.invoice(number, amount)
    text = "select * from Invoice where TotalAmt > 10 orderby TotalAmt desc startposition 2"
    found = await intuit.query(text)
    assert [invoice["DocNumber"] for invoice in found["Invoice"]] == ["c", "a"]
    assert await intuit.query("select count(*) from Invoice") == {"totalCount": 3}
    changed = "select * from Invoice where MetaData.LastUpdatedTime >= '2026-01-01T00:00:00-00:00'"
    assert len((await intuit.query(changed))["Invoice"]) == 3
    like = "select * from Customer where DisplayName like 'Ac%' maxresults 1"
    assert (await intuit.query(like))["maxResults"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "select * from Nothing",
        "select Name Id from Customer",
        "select * from Customer where DisplayName = 'O'Brien'",
        "select * from Customer where DisplayName",
        "select * from Customer where DisplayName IN ('a'",
        "delete from Customer",
    ],
)
async def test_a_query_that_cannot_be_read_is_refused(intuit: AppClient, text: str) -> None:
    assert error_code(await intuit.call("GET", "query", query=text)) == "4000"


def test_the_grammar_knows_its_parts() -> None:
    query = parse(
        "Select * From Invoice Where DocNumber IN ('a', 'b') Order By Id ASC MaxResults 7"
    )
    assert (query.entity, query.max_results, query.order) == ("Invoice", 7, "Id")
    assert query.conditions[0].values == ("a", "b")


async def test_values_are_compared_in_the_type_of_the_field(intuit: AppClient) -> None:
    for number, amount in (("a", "9"), ("b", "100")):
        await intuit.invoice(number, amount)
    numeric = await intuit.query("select * from Invoice where TotalAmt < '100'")
    assert [invoice["DocNumber"] for invoice in numeric["Invoice"]] == ["a"]
    later = "select * from Invoice where MetaData.CreateTime > '2099-01-01T00:00:00Z'"
    assert await intuit.query(later) == {}
    insensitive = await intuit.query("select * from Customer where DisplayName = 'ACME'")
    assert len(insensitive["Customer"]) == 1
    wrong = await intuit.call("GET", "query", query="select * from Invoice where TotalAmt = 'x'")
    assert error_code(wrong) == "4000"


async def test_a_reference_is_queried_by_its_value(intuit: AppClient) -> None:
    made = await intuit.invoice()
    text = f"select * from Invoice where CustomerRef = '{made['CustomerRef']['value']}'"
    assert len((await intuit.query(text))["Invoice"]) == 1


async def test_a_query_may_come_by_post(intuit: AppClient) -> None:
    await intuit.customer()
    answer = await intuit.http.post(
        f"/v3/company/{intuit.realm}/query",
        content="select * from Customer",
        headers={"Authorization": f"Bearer {intuit.tokens['access_token']}"},
    )
    assert len(answer.json()["QueryResponse"]["Customer"]) == 1


async def test_some_fields_can_be_selected(intuit: AppClient) -> None:
    await intuit.customer("Acme")
    found = await intuit.query("select Id, DisplayName from Customer")
    assert found["Customer"] == [{"Id": "1", "DisplayName": "Acme"}]


@pytest.mark.parametrize("text", ["select from Customer", "select Id DisplayName from Customer"])
async def test_a_selection_has_commas(intuit: AppClient, text: str) -> None:
    assert error_code(await intuit.call("GET", "query", query=text)) == "4000"


async def test_what_is_broken_is_refused_with_all_that_would_come_with_it(
    intuit: AppClient,
) -> None:
    broken, other = [await intuit.customer(name) for name in ("Acme", "Bolt")]
    path = f"qbo/{REALM}/entities/Customer/{broken}/break"
    await intuit.control("POST", path)
    since: dict[str, Any] = {"entities": "Customer", "changedSince": "2026-11-20T00:00:00Z"}
    assert error_code(await intuit.call("GET", "cdc", **since)) == "4002"
    assert error_code(await intuit.call("GET", "query", query="select * from Customer")) == "4002"
    assert error_code(await intuit.call("GET", f"customer/{broken}")) == "4002"
    assert (await intuit.read("Customer", other))["DisplayName"] == "Bolt"
    assert len((await intuit.query("select Id from Customer"))["Customer"]) == 2
    await intuit.control("POST", path, **{"in": []})
    assert len((await intuit.query("select * from Customer"))["Customer"]) == 2
