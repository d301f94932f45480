import pytest

from intuit_double.program import Program, code_of
from intuit_double.query import parsed


async def test_apostrophes_backslashes_and_colons_are_found(intuit: Program) -> None:
    for name in ("O'Brien", "Back\\slash", "Plain"):
        await intuit.customer(name)
    for text, name in ((r"O\'Brien", "O'Brien"), (r"Back\\slash", "Back\\slash")):
        found = await intuit.query(f"select * from Customer where DisplayName = '{text}'")
        assert [customer["DisplayName"] for customer in found["Customer"]] == [name]


async def test_the_entity_is_absent_when_nothing_matches(intuit: Program) -> None:
    assert await intuit.query("SELECT * FROM Invoice WHERE DocNumber = 'x'") == {}


async def test_pages_orders_counts_and_compares(intuit: Program) -> None:
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
        "select Name from Customer",
        "select * from Customer where DisplayName = 'O'Brien'",
        "select * from Customer where DisplayName",
        "select * from Customer where DisplayName IN ('a'",
        "delete from Customer",
    ],
)
async def test_a_query_that_cannot_be_read_is_refused(intuit: Program, text: str) -> None:
    assert code_of(await intuit.call("GET", "query", query=text)) == "4000"


def test_the_grammar_knows_its_parts() -> None:
    query = parsed(
        "Select * From Invoice Where DocNumber IN ('a', 'b') Order By Id ASC MaxResults 7"
    )
    assert (query.entity, query.most, query.order) == ("Invoice", 7, "Id")
    assert query.conditions[0].values == ("a", "b")
