"""Notices to an account's own people: each once, in their language, in whatever order things are known."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from contracts import Event
from contracts.identity import MemberChanged
from contracts.rates import BudgetReached
from contracts.stored import example
from contracts.timer import (
    AccountSettingsChanged,
    AgentChanged,
    ProjectBudgetReached,
    TimerForgotten,
    TimesheetMissing,
    TimesheetRejected,
)
from database import new_id
from notifier.commands.notices import NOBODY_LEADS, UNKNOWN_AGENT
from services.notifier.tests.driver import Driver, only_message

AGENT = example(AgentChanged)
NOTICES: Sequence[Event] = [
    example(TimerForgotten),
    example(TimesheetMissing),
    example(TimesheetRejected),
]
BUDGET = example(ProjectBudgetReached)
MANAGER = example(MemberChanged).model_copy(update={"agent_id": None})
SUBJECTS = {
    ("en", "timer.timer-forgotten.v1"): "Is your timer still right?",
    ("en", "timer.timesheet-missing.v1"): "Your time of Sep 28 – Oct 4, 2026 is not handed in",
    ("en", "timer.timesheet-rejected.v1"): "Your time of Sep 28 – Oct 4, 2026 came back",
    ("da", "timer.timer-forgotten.v1"): "Passer din tidtagning stadig?",
    ("da", "timer.timesheet-missing.v1"): "Din tid for 28. sep.–4. okt. 2026 er ikke afleveret",
    ("da", "timer.timesheet-rejected.v1"): "Din tid for 28. sep.–4. okt. 2026 kom tilbage",
}


async def tell(driver: Driver, *events: Event) -> None:
    """Everything twice, and once more later."""
    records = await driver.served.consume(*events, *events)
    await driver.served.run_due()
    await driver.served.process(records)
    await driver.served.consume(*reversed(events))
    await driver.served.run_due()


def squeezed(text: object) -> str:
    return " ".join(str(text).split())


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.type)
async def test_an_agent_is_told_once_in_the_accounts_language(
    driver: Driver, notice: Event, language: str
) -> None:
    account = example(AccountSettingsChanged).model_copy(update={"language": language})
    await tell(driver, AGENT, account, notice)

    [mail] = driver.smtp.mails
    assert driver.smtp.recipients == [["mette@example.dk"]]
    assert (mail["To"], mail["From"]) == (
        "Mette Friis <mette@example.dk>",
        "Honorar <faktura@lind.example>",
    )
    assert squeezed(mail["Subject"]) == SUBJECTS[language, notice.type]
    assert mail["Content-Language"] == language
    message = await only_message(await driver.served.as_("manager"))
    assert (message["state"], message["invoice_id"], message["invoice_number"]) == (
        "sent",
        None,
        None,
    )
    assert await driver.served.published() == []


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.type)
async def test_who_is_not_known_yet_is_told_once_they_are(driver: Driver, notice: Event) -> None:
    await tell(driver, notice)
    assert driver.smtp.mails == []
    await tell(driver, AGENT)
    await driver.retry()
    await driver.served.run_due()
    assert len(driver.smtp.mails) == 1


async def test_the_words_say_what_is_to_be_done_and_where(driver: Driver) -> None:
    await tell(driver, AGENT, *NOTICES)
    texts = {str(mail["Subject"]): text_of(mail) for mail in driver.smtp.mails}
    timer = texts["Is your timer still right?"]
    assert "Your timer “Payment page” has been running since Friday 20 November 08:58" in timer
    assert "longer than 12:00 hours" in timer
    assert "Mend the timer:\nhttps://honorar.example/" in timer
    missing = next(text for subject, text in texts.items() if "not handed in" in subject)
    assert "0:50 hours are recorded" in missing
    assert "https://honorar.example/week/2026-W40" in missing
    rejected = next(text for subject, text in texts.items() if "came back" in subject)
    assert "because of one entry:\n\nTuesday's meeting was half an hour" in rejected


async def test_a_reason_is_text_and_no_html(driver: Driver) -> None:
    reason = "<b>late</b> & {{ wrong }}"
    await tell(driver, AGENT, example(TimesheetRejected).model_copy(update={"reason": reason}))
    [mail] = driver.smtp.mails
    html = mail.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;late&lt;/b&gt; &amp; {{ wrong }}" in html.get_content()
    assert reason in text_of(mail)


async def test_who_logs_in_is_written_to_where_they_log_in_in_their_language(
    driver: Driver,
) -> None:
    mette = example(MemberChanged)
    await tell(driver, AGENT, mette, NOTICES[0])
    assert driver.smtp.recipients == [["mette@nordlys.example"]]
    assert squeezed(driver.smtp.mails[0]["Subject"]) == "Passer din tidtagning stadig?"


async def test_an_older_version_changes_nothing(driver: Driver) -> None:
    agent = AGENT.model_copy(update={"version": 2, "email": None})
    mette = example(MemberChanged)
    newer = mette.model_copy(update={"version": mette.version + 1, "email": "new@example.dk"})
    for event in (agent, AGENT, newer, mette):
        await driver.served.consume(event)
    await tell(driver, NOTICES[0])
    assert driver.smtp.recipients == [["new@example.dk"]]


async def test_an_agent_without_an_address_fails_with_the_reason(driver: Driver) -> None:
    await tell(driver, AGENT.model_copy(update={"email": None}), NOTICES[1])
    assert driver.smtp.mails == []
    client = await driver.served.as_("manager")
    message = await only_message(client)
    assert (message["state"], message["reason"]) == (
        "failed",
        "no e-mail address of Mette Friis is known",
    )
    assert (message["kind"], message["step"]) == ("timesheet-missing", "2026-09-28")
    to = {"recipient": {"name": "Mette", "email": "mette@other.example"}}
    billing = await driver.served.as_("billing")
    sent = await billing.post(f"/v1/messages/{message['id']}/resend", json=to)
    assert sent.status_code == 202, sent.text
    await driver.served.run_due()
    assert driver.smtp.recipients == [["mette@other.example"]]


@pytest.mark.parametrize(
    ("notice", "reason"), [(NOTICES[0], UNKNOWN_AGENT), (BUDGET, NOBODY_LEADS)]
)
async def test_who_never_becomes_known_fails_in_the_end(
    driver: Driver, notice: Event, reason: str
) -> None:
    await driver.served.consume(notice)
    for _ in range(42):
        await driver.retry()
    message = await only_message(await driver.served.as_("manager"))
    assert (message["state"], message["reason"]) == ("failed", reason)


async def test_owners_and_managers_are_told_of_a_budget_each_in_their_language(
    driver: Driver,
) -> None:
    people = [
        member("da", "manager"),
        member("en", "agent", "owner"),
        member("en", "agent"),
        member("en", "owner", state="suspended"),
    ]
    await tell(driver, *people, BUDGET)
    assert sorted(squeezed(mail["Subject"]) for mail in driver.smtp.mails) == sorted(
        [
            f"{BUDGET.percent} % af timerne i {BUDGET.name} er brugt",
            f"{BUDGET.percent} % of the hours of {BUDGET.name} are used",
        ]
    )
    later = BUDGET.model_copy(update={"version": BUDGET.version + 1, "percent": 100})
    await tell(driver, later)
    assert len(driver.smtp.mails) == 4
    assert "is used up" in "".join(map(text_of, driver.smtp.mails))


async def test_a_threshold_of_money_is_told_once_with_amounts(driver: Driver) -> None:
    event = example(BudgetReached)
    lower = event.model_copy(update={"version": 3, "percent": 50, "highest": False})
    await tell(driver, member("da", "manager"), member("en", "owner"), lower, event)
    texts = {squeezed(mail["Subject"]): text_of(mail) for mail in driver.smtp.mails}
    assert set(texts) == {
        "80 % af budgettet for Webshop er brugt",
        "80 % of the budget of Webshop are used",
    }
    english = texts["80 % of the budget of Webshop are used"]
    assert "are used: DKK\xa0160,500.00 of DKK\xa0200,000.00." in english
    assert f"https://honorar.example/projects/{event.project_id}" in english
    danish = texts["80 % af budgettet for Webshop er brugt"]
    assert "er brugt: 160.500,00\xa0kr. af 200.000,00\xa0kr." in danish


async def test_a_plan_that_exceeds_a_customers_hours_is_told(driver: Driver) -> None:
    event = example(BudgetReached).model_copy(
        update={
            "subject": "organization",
            "project_id": None,
            "measure": "hours",
            "forecast": True,
            "budget_money": None,
            "used_money": None,
            "budget_seconds": 36_000,
            "used_seconds": 39_600,
            "month": date(2026, 11, 1),
        }
    )
    await tell(driver, member("en", "owner"), event)
    [mail] = driver.smtp.mails
    assert squeezed(mail["Subject"]) == "The plan of Webshop exceeds its budget"
    assert "for November 2026 come to 11:00. The budget is 10:00." in text_of(mail)
    assert f"https://honorar.example/customers/{event.organization_id}" in text_of(mail)


async def test_notices_of_budgets_are_switched_off_together(driver: Driver) -> None:
    client = await driver.served.as_("manager")
    chosen = {**ALL_ON, "project_budget_reached": False}
    read = {"If-Match": (await client.get("/v1/settings")).headers["etag"]}
    assert (await client.put("/v1/settings", json=chosen, headers=read)).status_code == 200
    await tell(driver, member("en", "owner"), BUDGET, example(BudgetReached))
    assert driver.smtp.mails == []


async def test_a_sheet_that_is_rejected_again_is_told_again(driver: Driver) -> None:
    rejected = example(TimesheetRejected)
    again = rejected.model_copy(update={"version": rejected.version + 2})
    await tell(driver, AGENT, rejected, again)
    assert len(driver.smtp.mails) == 2


async def test_an_account_switches_kinds_off(driver: Driver) -> None:
    client = await driver.served.as_("manager")
    shown = await client.get("/v1/settings")
    assert shown.json() == {"version": 0, **ALL_ON}
    chosen = {**ALL_ON, "timer_forgotten": False}
    assert (await client.put("/v1/settings", json=chosen)).status_code == 428
    read = {"If-Match": shown.headers["etag"]}
    replaced = await client.put("/v1/settings", json=chosen, headers=read)
    assert (replaced.status_code, replaced.json()) == (200, {"version": 1, **chosen})
    stale = await client.put("/v1/settings", json=ALL_ON, headers=read)
    assert stale.status_code == 412
    agent = await driver.served.as_("agent")
    assert (await agent.get("/v1/settings")).json() == replaced.json()
    assert (await agent.put("/v1/settings", json=ALL_ON, headers=read)).status_code == 403

    await tell(driver, NOTICES[0], AGENT, *NOTICES)
    assert len(driver.smtp.mails) == 2
    assert {one["kind"] for one in await messages(driver)} == {
        "timesheet-missing",
        "timesheet-rejected",
    }


async def test_messages_are_listed_by_kind(driver: Driver) -> None:
    event = await driver.consume_and_send()
    await tell(driver, AGENT, NOTICES[0])
    [invoice] = await messages(driver, kind="invoice")
    [notice] = await messages(driver, kind="timer-forgotten")
    assert (invoice["invoice_id"], invoice["subject_id"]) == (str(event.invoice_id),) * 2
    assert (notice["invoice_id"], notice["subject_id"]) == (
        None,
        str(example(TimerForgotten).entry_id),
    )
    assert len(await messages(driver, invoice_id=str(event.invoice_id))) == 1
    assert await messages(driver, invoice_id=notice["subject_id"]) == []


ALL_ON = {
    "timer_forgotten": True,
    "timesheet_missing": True,
    "timesheet_rejected": True,
    "project_budget_reached": True,
}


def member(language: str, *roles: str, state: str = "active") -> MemberChanged:
    changes = {"member_id": new_id(), "language": language, "roles": roles, "state": state}
    return MANAGER.model_copy(update=changes)


async def messages(driver: Driver, **params: str) -> list[dict[str, Any]]:
    client = await driver.served.as_("manager")
    items: list[dict[str, Any]] = (await client.get("/v1/messages", params=params)).json()["items"]
    return items


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")
