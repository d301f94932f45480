"""Lines of time say what the account or the customer wants, with the names, days and hours that they have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain_errors import InvalidInputError
from invoicing.domain.grouping import Group, GroupBy
from invoicing.domain.line_texts import LineText, LineTexts, with_hours
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_draft_facts import NOTHING
from services.invoicing.tests.test_printing import text_of
from services.invoicing.tests.test_sheet import TIME

GROUP = Group(
    line_id=UUID(int=1),
    hourly_rate=Decimal(1200),
    seconds=27000,
    billed_seconds=27000,
    first_day=date(2026, 9, 1),
    last_day=date(2026, 9, 30),
    agent_name="Ida Holm",
    project_name="Webshop",
    work_item_name="Betaling",
    service_type_id=None,
    service_type_name=None,
    description="Rettet #let x = 1 {project}",
    entry_ids=(),
)


def filled(text: str, group_by: GroupBy = "entry", **changed: Any) -> str | None:
    said = LineText(group_by, text).filled(replace(GROUP, **changed), "da")
    shown = replace(TIME, description=said or "", billed_seconds=27000)
    return said and with_hours(shown, "da").description


def test_hours_are_said_as_the_line_prints_them() -> None:
    text = LineText("entry", "{hours} t").filled(GROUP, "da")
    shown = replace(TIME, description=text or "", billed_seconds=3000, hours=Decimal("0.830"))
    assert with_hours(shown, "da").description == "0,830 t"
    assert with_hours(shown, "en").description == "0.830 t"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{project}: {task}", "Webshop: Betaling"),
        ("{ticket} af {agent}, {period}", "Betaling af Ida Holm, 1.–30. sep. 2026"),
        ("{day}", "1. september 2026"),
        ("{hours} t, {hours} t", "7:30 t, 7:30 t"),
        ("{note}", "Rettet #let x = 1 {project}"),
        ("{task} ({service})", "Betaling"),
        ("{project} · {service} · {task}", "Webshop · Betaling"),
        ("{service}: {task}", "Betaling"),
        ("{service} · {service} · {task} [{service}]", "Betaling"),
        ("- {task} () -", "- Betaling () -"),
        ("{service}", None),
        ("  Uden   navne ", "Uden navne"),
    ],
)
def test_places_are_filled_and_what_is_not_known_leaves_no_trace(
    text: str, said: str | None
) -> None:
    assert filled(text) == said


def test_names_cannot_be_mistaken_for_places() -> None:
    assert filled("{project}", project_name="{agent}") == "{agent}"
    assert filled("{project}", project_name="A\ue000B") == "AB"


def test_a_text_is_no_longer_than_a_line_can_be() -> None:
    said = filled("{note}" * 40 + "{service}", description=",x " * 5000)
    assert said is not None
    assert len(said) <= 5000


@pytest.mark.parametrize(
    ("group_by", "text", "problem"),
    [
        ("entry", "{customer}", "{customer} is no placeholder"),
        ("entry", "{}", "{} is no placeholder"),
        ("entry", "{Project}", "{Project} is no placeholder"),
        ("project", "{task}", "{task} is not known of lines by project"),
        ("all", "{day}", "{day} is not known of lines by all"),
        ("entry", "{project", "has a brace that belongs to no placeholder"),
        ("entry", "{{project}}", "has a brace that belongs to no placeholder"),
        ("project", "{project} {service} {period} {hours}", None),
        ("entry", "<b>{project}</b> #let x = 1", None),
    ],
)
def test_a_text_is_checked(group_by: GroupBy, text: str, problem: str | None) -> None:
    assert LineText(group_by, text).problem() == problem


def test_the_customers_text_is_before_the_accounts_and_a_language_before_all() -> None:
    account = LineTexts((LineText("entry", "a"), LineText("entry", "da", "da")))
    customer = LineTexts((LineText("entry", "c"), LineText("entry", "en", "en")))
    both = customer.over(account)
    said = {one: both.chosen("entry", one) for one in ("da", "en", "sv")}
    assert {one: text and text.text for one, text in said.items()} == {
        "da": "c",
        "en": "en",
        "sv": "c",
    }
    assert LineTexts().over(account).chosen("entry", "da") == LineText("entry", "da", "da")
    assert both.chosen("project", "da") is None


def test_a_grouping_has_one_text_in_a_language() -> None:
    twice = LineTexts((LineText("all", "a", "da"), LineText("all", "b"), LineText("all", "c")))
    with pytest.raises(InvalidInputError) as refused:
        twice.check()
    assert [one.field for one in refused.value.fields] == ["line_texts.2.group_by"]


async def set_texts(driver: Driver, *texts: dict[str, Any]) -> Any:
    await driver.client.get("/v1/settings")
    return await driver.client.patch("/v1/settings", json={"line_texts": list(texts)})


async def test_a_draft_says_what_the_account_or_the_customer_wants(driver: Driver) -> None:
    text = {"group_by": "work_item", "text": "{task}, {period}: {hours} t"}
    assert (await set_texts(driver, text)).status_code == 200
    made = await driver.worked(3000, work_item_name="Betaling")
    draft = await driver.draft()
    assert draft["lines"][0]["description"] == "Betaling, 28. september 2026: 0:50 t"
    await driver.client.delete(f"/v1/invoices/{draft['id']}")
    path = f"/v1/customer-billing/{driver.organization_id}"
    await driver.client.get(path)
    own = {"group_by": "work_item", "language": "da", "text": "Kun for jer: {project}"}
    assert (await driver.client.put(path, json={**NOTHING, "line_texts": [own]})).is_success
    draft = await driver.draft(entry_ids=[str(made.entry_id)])
    assert draft["lines"][0]["description"].startswith("Kun for jer: ")


async def test_hours_in_a_text_follow_the_line_and_what_a_person_wrote_stays(
    driver: Driver,
) -> None:
    await set_texts(driver, {"group_by": "all", "text": "Arbejde, {hours} t"})
    first, second = await driver.worked(3600), await driver.worked(1800)
    draft = await driver.draft(group_by="all")
    [line] = draft["lines"]
    assert line["description"] == "Arbejde, 1:30 t"
    part = {"reason": "Kulance", "entries": [{"entry_id": str(second.entry_id)}]}
    path = f"/v1/invoices/{draft['id']}/lines/{line['line_id']}"
    answer = await driver.client.post(f"{path}/write-off", json=part)
    assert answer.is_success, answer.text
    draft = await driver.read(f"invoices/{draft['id']}")
    assert draft["lines"][0]["description"] == "Arbejde, 1:00 t"
    await driver.client.patch(path, json={"description": "Efter aftale, 1 time"})
    part["entries"] = [{"entry_id": str(first.entry_id), "seconds": 600}]
    await driver.client.post(f"{path}/write-off", json=part)
    issued = await driver.issue(draft["id"])
    assert issued["lines"][0]["description"] == "Efter aftale, 1 time"


async def test_hostile_texts_stay_texts_on_paper(driver: Driver) -> None:
    await set_texts(driver, {"group_by": "all", "text": "#panic() <b>{hours}</b> $x$"})
    await driver.worked(3600)
    issued = await driver.issue((await driver.draft(group_by="all"))["id"])
    text = await text_of(driver, issued)
    assert "#panic() <b>1:00</b> $x$" in text


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({"group_by": "project", "text": "{task}"}, "line_texts.0.text"),
        ({"group_by": "project", "text": "{nobody}"}, "line_texts.0.text"),
        ({"group_by": "project", "text": " "}, "line_texts.0.text"),
        ({"group_by": "project", "text": "x" * 301}, "line_texts.0.text"),
        ({"group_by": "project", "text": "x", "language": "fr"}, "line_texts.0.language"),
    ],
)
async def test_wrong_texts_are_refused_by_name(
    driver: Driver, text: dict[str, Any], field: str
) -> None:
    answer = await set_texts(driver, text)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert (await driver.read("settings"))["line_texts"] == []


async def test_an_example_is_shown_before_a_text_is_saved(driver: Driver) -> None:
    asked = {"group_by": "agent", "language": "en", "text": "{agent}: {service}, {hours} h"}
    found = await driver.read("settings/line-text-example", **asked)
    assert found == {"description": "Ida Holm: Development, 4:30 h"}
    wrong = await driver.client.get(
        "/v1/settings/line-text-example", params={**asked, "text": "{task}"}
    )
    assert wrong.json()["errors"] == [
        {"field": "text", "reason": "{task} is not known of lines by agent"}
    ]


async def test_time_that_is_grouped_otherwise_says_what_its_new_lines_say(driver: Driver) -> None:
    by_project = {"group_by": "project", "text": "{project}: {hours} t"}
    await set_texts(driver, {"group_by": "all", "text": "Arbejde, {hours} t"}, by_project)
    await driver.worked(3600, work_item_name="Betaling")
    await driver.worked(1800, project_name="App", project_id=UUID(int=7))
    draft = await driver.draft(group_by="all")
    await set_texts(driver, {"group_by": "all", "text": "I alt {hours} t"}, by_project)
    path = f"invoices/{draft['id']}/grouping"
    preview = await driver.read(path, group_by="project")
    assert preview["lost_texts"] == []
    said = sorted(line["description"] for line in preview["lines"])
    assert said[0] == "App: 0:30 t"
    assert said[1].endswith(": 1:00 t")
    await driver.read(f"invoices/{draft['id']}")
    answer = await driver.client.put(f"/v1/{path}", json={"group_by": "project"})
    assert answer.status_code == 200, answer.text
    assert sorted(line["description"] for line in answer.json()["lines"]) == said
