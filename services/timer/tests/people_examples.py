"""The part of the API document's story that is about people: when they can work."""

from services.timer.tests.driver import Driver, as_read, ok, shown

WEEK = {"first_day": "2025-04-14", "last_day": "2025-04-20"}
"""Easter."""
PART_TIME = {"week": [14_400, 14_400, 14_400, 0, 0, 0, 0]}


async def teams(driver: Driver) -> None:
    """Mette is in the web team, then for a month in the design team."""
    manager = driver.manager
    web = await shown(manager.post("/v1/teams", json={"name": "Web"}))
    url = f"/v1/teams/{web['id']}"
    changed = await shown(manager.patch(url, json={"name": "Web and apps"}))
    whole = {"name": "Web and apps", "archived": False}
    await ok(manager.put(url, json=whole, headers=as_read(changed)))
    for path in (url, "/v1/teams"):
        await ok(manager.get(path))
    design = await shown(manager.post("/v1/teams", json={"name": "Design"}))
    member = {"agent_id": str(driver.agent_id), "first_day": "2024-09-01"}
    await ok(manager.post(f"{url}/members", json=member))
    march = {"first_day": "2025-03-01", "last_day": "2025-03-31", "move": True}
    lent = await shown(manager.post(f"/v1/teams/{design['id']}/members", json={**member, **march}))
    last_week = f"/v1/teams/{design['id']}/members/{lent['id']}"
    ended = await shown(manager.patch(last_week, json={"last_day": "2025-03-30"}))
    await ok(manager.delete(last_week, headers=as_read(ended)))
    await ok(manager.get(f"{url}/members"))
    await ok(driver.agent.get(f"/v1/agents/{driver.agent_id}/memberships"))


async def availability(driver: Driver) -> None:
    """Mette works less in April, and somebody looks at Easter."""
    manager = driver.manager
    url = f"/v1/agents/{driver.agent_id}/working-hours"
    for day in ("2025-04-01", "2025-05-01"):
        await ok(manager.put(f"{url}/{day}", json=PART_TIME))
    await ok(manager.delete(f"{url}/2025-05-01"))
    await ok(driver.agent.get(url))
    await ok(manager.get("/v1/capacity", params=WEEK))
    await ok(manager.get("/v1/public-holidays", params=WEEK))
    await ok(manager.get("/v1/holiday-regions"))


async def absences(driver: Driver) -> None:
    """Mette asks for days after Easter; a manager declines one request and approves another."""
    agent, manager = driver.agent, driver.manager
    days = {"kind": "holiday", "first_day": "2025-04-22", "last_day": "2025-04-25"}
    asked = await shown(agent.post("/v1/absences", json={**days, "note": "Skiing"}))
    url = f"/v1/absences/{asked['id']}"
    asked = await shown(agent.patch(url, json={"ends_at_noon": True}))
    reason = {"reason": "The payment page goes live that week"}
    no = await shown(manager.post(f"{url}/decline", json=reason, headers=as_read(asked)))
    yes = await shown(manager.post(f"{url}/approve", headers=as_read(no)))
    await ok(agent.get(url))
    await ok(manager.get("/v1/absences", params={"first_day": "2025-04-01"}))
    await ok(manager.delete(url, headers=as_read(yes)))


async def calendar(driver: Driver) -> str:
    """Mette lets her calendar read her time, then no longer. Returns the address's secret."""
    agent = driver.agent
    made = await shown(agent.post("/v1/calendar-feed"))
    await ok(agent.get("/v1/calendar-feed"))
    nobody = await driver.timer.client()
    await ok(nobody.get(made["path"]))
    await ok(agent.delete("/v1/calendar-feed"))
    secret: str = made["path"].rpartition("/")[2].removesuffix(".ics")
    return secret
