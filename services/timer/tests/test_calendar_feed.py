"""Own time and absences in a calendar, at an address that is a secret."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import pytest
from icalendar import Calendar
from sqlalchemy import text

from services.timer.tests.driver import COPENHAGEN, Driver, slug
from services.timer.tests.factories import METTE
from testkit import ACCOUNT, OTHER_ACCOUNT, count_statements
from timer.absence import Absence, DaysAway
from timer.calendar_feed import Feed, FeedEntry, FeedWindow
from timer.feed_reads import OF_READER, OF_WRONG

NIGHT = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
"""Half an hour before summer time ends in Copenhagen."""
SUNDAY = date(2026, 10, 25)


def entry(**values: Any) -> FeedEntry:
    shown: dict[str, Any] = {
        "id": UUID(int=1),
        "version": 1,
        "work_date": SUNDAY,
        "started_at": NIGHT,
        "seconds": 7200,
        "title": "Webshop · Nordlys",
        "description": "Søgning; æ, ø\nog å",
    }
    return FeedEntry(**{**shown, **values})


def absence(days: DaysAway, **values: Any) -> Absence:
    shown: dict[str, Any] = {"kind": "holiday", "state": "approved", "version": 2}
    return Absence(id=UUID(int=2), agent_id=METTE, days=days, **{**shown, **values})


def feed(
    entries: Sequence[FeedEntry] = (), absences: Sequence[Absence] = (), language: str = "da"
) -> Feed:
    return Feed(ACCOUNT, "Mette Friis", COPENHAGEN, language, entries, absences)


def events(shown: Feed) -> list[Any]:
    return parsed(b"".join(shown.lines()))


def parsed(content: bytes) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert str(calendar["version"]) == "2.0"
    return list(calendar.walk("VEVENT"))


def test_work_stands_at_its_instant_also_when_summer_time_ends() -> None:
    (event,) = events(feed([entry(version=3)]))
    assert (event.start, event.end) == (NIGHT, NIGHT + timedelta(hours=2))
    assert str(event["summary"]) == "Webshop · Nordlys"
    assert str(event["description"]) == "Søgning; æ, ø\nog å"
    assert str(event["uid"]) == f"{UUID(int=1)}@{ACCOUNT}.honorar"
    assert event["sequence"] == 2


def test_work_without_a_start_is_a_mark_on_its_day() -> None:
    (event,) = events(feed([entry(started_at=None)]))
    assert (event.start, event.end) == (SUNDAY, date(2026, 10, 26))
    assert str(event["summary"]) == "Webshop · Nordlys (2:00)"
    assert str(event["transp"]) == "TRANSPARENT"


def test_absences_are_days_or_begin_and_end_at_noon_where_the_agent_is() -> None:
    friday, monday = date(2026, 10, 23), date(2026, 10, 26)
    whole = absence(DaysAway(friday, monday))
    noon = absence(DaysAway(friday, monday, True, True), state="requested")
    first, second = events(feed(absences=[whole, noon]))
    assert (first.start, first.end) == (friday, date(2026, 10, 27))
    assert str(first["summary"]) == "Ferie"
    assert second.start == datetime(2026, 10, 23, 10, tzinfo=UTC)
    assert second.end == datetime(2026, 10, 26, 11, tzinfo=UTC)
    assert str(second["summary"]) == "Ferie (anmodet)"
    (sick,) = events(feed(absences=[absence(DaysAway(friday, friday), kind="sick")], language="en"))
    assert str(sick["summary"]) == "Sick"


@pytest.mark.parametrize(
    "other",
    [
        feed([entry(version=2)]),
        feed([entry(title="Webshop")]),
        feed([entry(), entry(id=UUID(int=3))]),
        feed([entry()], language="en"),
        feed([entry()], [absence(DaysAway(SUNDAY, SUNDAY))]),
    ],
)
def test_the_etag_changes_with_what_is_shown(other: Feed) -> None:
    assert feed([entry()]).etag == feed([entry()]).etag != other.etag


def test_the_window_is_bounded() -> None:
    window = FeedWindow.around(datetime(2026, 11, 25, 23, 30, tzinfo=UTC), COPENHAGEN)
    assert (window.first, window.last) == (date(2026, 8, 26), date(2027, 11, 27))


def test_what_people_type_ends_no_line() -> None:
    mean = "x\r\nEND:VEVENT\r\nBEGIN:VALARM"
    (event,) = events(feed([entry(title=mean, description=mean)]))
    assert "VALARM" in str(event["summary"])


async def made(driver: Driver) -> str:
    response = await driver.agent.post("/v1/calendar-feed")
    assert response.status_code == 201, response.text
    path: str = response.json()["path"]
    return path


async def read(driver: Driver, path: str, **headers: str) -> httpx.Response:
    nobody = await driver.timer.client()
    return await nobody.get(path, headers=headers)


async def test_whoever_knows_the_address_reads_the_agents_time_and_nobody_elses(
    driver: Driver,
) -> None:
    today = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
    recorded = await driver.record(started_at=today.isoformat(), seconds=600)
    _, bo = await driver.another_agent()
    await driver.record(client=bo, started_at=today.isoformat(), seconds=900)
    day = {"first_day": str(today.date()), "last_day": str(today.date()), "kind": "sick"}
    await driver.agent.post("/v1/absences", json=day)
    response = await read(driver, path := await made(driver))
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    work, away = parsed(response.content)
    assert str(work["uid"]).startswith(recorded["id"])
    assert (work.start, work.end - work.start) == (today, timedelta(seconds=600))
    assert str(work["summary"]) == "Webshop · Nordlys ApS"
    assert str(away["summary"]) == "Sick (requested)"
    etag = response.headers["etag"]
    same = await read(driver, path, **{"If-None-Match": etag})
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
    await driver.record(recorded["id"], if_match='"1"', started_at=today.isoformat(), seconds=660)
    assert (await read(driver, path, **{"If-None-Match": etag})).status_code == 200


async def test_an_address_is_renewed_and_withdrawn(driver: Driver) -> None:
    assert (await driver.agent.get("/v1/calendar-feed")).json() == {"created_at": None}
    first = await made(driver)
    second = await made(driver)
    assert (await driver.agent.get("/v1/calendar-feed")).json()["created_at"]
    assert slug(await read(driver, first)) == (404, "not-found")
    assert (await read(driver, second)).status_code == 200
    for _ in range(2):
        assert (await driver.agent.delete("/v1/calendar-feed")).status_code == 204
    assert (await read(driver, second)).status_code == 404


async def test_an_address_opens_one_account_and_no_inactive_agent(driver: Driver) -> None:
    path = await made(driver)
    elsewhere = path.replace(str(ACCOUNT), str(OTHER_ACCOUNT))
    assert (await read(driver, elsewhere)).status_code == 404
    assert (await read(driver, path.replace(".ics", "x.ics"))).status_code == 404
    await driver.change(f"agents/{driver.agent_id}", active=False)
    assert (await read(driver, path)).status_code == 404


async def test_of_the_secret_only_a_hash_is_stored_and_the_reader_is_found_by_it(
    driver: Driver,
) -> None:
    secret = (await made(driver)).rpartition("/")[2].removesuffix(".ics")
    assert len(secret) >= 43
    async with driver.timer.database.transaction(ACCOUNT) as session:
        (stored,) = (
            await session.execute(text("SELECT f.*, f::text AS whole FROM calendar_feeds f"))
        ).all()
    assert bytes(stored.token_hash) == sha256(secret.encode()).digest()
    assert secret not in stored.whole
    assert secret.encode().hex() not in stored.whole


async def test_guesses_of_a_network_are_refused_before_they_are_looked_up(driver: Driver) -> None:
    path = await made(driver)
    robot = await driver.timer.client({"X-Forwarded-For": "192.0.2.7"})
    for number in range(OF_WRONG.most):
        wrong = await robot.get(f"/v1/calendars/{ACCOUNT}/guess-{number}.ics")
        assert slug(wrong) == (404, "not-found")
    with count_statements(driver.timer.database) as counted:
        refused = await robot.get(path)
    assert (slug(refused), counted.texts) == ((429, "too-many-reads"), [])
    assert 0 < int(refused.headers["retry-after"]) <= 601
    other = await driver.timer.client({"X-Forwarded-For": "192.0.2.8"})
    assert (await other.get(path)).status_code == 200


async def test_an_address_that_is_known_is_polled_only_so_often(driver: Driver) -> None:
    path = await made(driver)
    device = await driver.timer.client({"X-Forwarded-For": "192.0.2.7"})
    etag = (await device.get(path)).headers["etag"]
    with count_statements(driver.timer.database) as counted:
        same = await device.get(path, headers={"If-None-Match": etag})
    assert same.status_code == 304
    assert {one.split()[0] for one in counted.texts} == {"SET", "SELECT"}, str(counted)
    for _ in range(OF_READER.most - 2):
        assert (await device.get(path)).status_code == 200
    refused = await device.get(path, headers={"If-None-Match": etag})
    assert slug(refused) == (429, "too-many-reads")


async def test_somebody_without_an_agent_has_no_feed(driver: Driver) -> None:
    stranger = await driver.client("agent", agent_id=UUID(int=77))
    assert slug(await stranger.post("/v1/calendar-feed")) == (409, "no-such-agent")
    assert slug(await driver.manager.post("/v1/calendar-feed")) == (403, "not-allowed")
