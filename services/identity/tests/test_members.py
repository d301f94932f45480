"""Members: invited, accepted, changed, suspended, removed, and never without an owner."""

from datetime import timedelta

import pytest

from contracts.identity import MemberChanged
from services.identity.tests.driver import Driver, member_id, problem, token_of
from testkit import ACCOUNT, OTHER_ACCOUNT

METTE = "mette@nordlys.example"


async def test_who_accepts_an_invitation_is_in(driver: Driver) -> None:
    owner = await driver.owner()
    agent_id = "01932f00-0000-7000-8000-0000000000aa"
    await owner.patch("/v1/me", {"name": "Anna Lind"})
    invited = await driver.invite(
        owner,
        "agent",
        email="Mette@Nordlys.example",
        name="Mette",
        language="da",
        agent_id=agent_id,
    )
    [event] = await driver.invitations()
    assert (event.email, event.language, event.account_name, event.invited_by) == (
        METTE,
        "da",
        "Lind",
        "Anna Lind",
    )
    assert event.link.startswith("http://localhost:8480/invitation?token=")
    assert [i["id"] for i in (await owner.get("/v1/invitations")).json()["items"]] == [
        invited["id"]
    ]
    browser, token = await driver.browser(), {"token": token_of(event.link)}
    seen = (await browser.post("/v1/invitations/look-up", token)).json()
    assert (seen["account_name"], seen["email"]) == ("Lind", METTE)
    assert (await browser.post("/v1/invitations/accept", token)).status_code == 200
    me = (await browser.get("/v1/me")).json()
    assert (me["roles"], me["agent_id"]) == (["agent"], agent_id)
    assert me["permissions"] == ["track-time", "see-work"]
    assert (await owner.get("/v1/invitations")).json()["items"] == []
    again = await (await driver.browser()).post("/v1/invitations/accept", token)
    assert problem(again) == (410, "invitation-ended")


async def test_the_links_of_a_member_are_counted(driver: Driver) -> None:
    owner, browser = await driver.owner(), await driver.browser()
    invited = await driver.invite(owner, "agent", email=METTE)
    await owner.post(f"/v1/invitations/{invited['id']}/resend")
    await driver.invite(owner, "agent", email="jonas@nordlys.example")
    first, second, other = await driver.invitations()
    token = {"token": token_of(second.link)}
    assert (await browser.post("/v1/invitations/accept", token)).status_code == 200
    await browser.post("/v1/login", {"email": METTE})
    links = [first, second, (await driver.log_in_links())[-1]]
    assert [(link.member_id, link.version) for link in links] == [
        (first.member_id, version) for version in (1, 2, 3)
    ]
    assert other.version == 1


async def test_an_invitation_is_refused_to_somebody_else(driver: Driver) -> None:
    owner = await driver.owner()
    await driver.invite(owner, "manager", email=METTE)
    token = {"token": token_of((await driver.invitations())[0].link)}
    other = await driver.owner(OTHER_ACCOUNT, "eve@elsewhere.example")
    assert problem(await other.post("/v1/invitations/accept", token)) == (
        403,
        "invitation-for-another-address",
    )
    assert problem(await other.post("/v1/invitations/accept", {"token": "made up"})) == (
        404,
        "not-found",
    )


async def test_an_invitation_that_was_withdrawn_replaced_or_is_old_works_no_longer(
    driver: Driver,
) -> None:
    owner, browser = await driver.owner(), await driver.browser()
    first = await driver.invite(owner, "agent", email=METTE)
    second = (await owner.post(f"/v1/invitations/{first['id']}/resend")).json()
    await owner.delete(f"/v1/invitations/{second['id']}")
    await driver.invite(owner, "agent", email=METTE)
    await driver.pass_time("invitations", timedelta(days=7), "expires_at")
    for event in await driver.invitations():
        token = {"token": token_of(event.link)}
        for path in ("/v1/invitations/accept", "/v1/invitations/look-up"):
            assert problem(await browser.post(path, token)) == (410, "invitation-ended")
    assert len(await driver.invitations()) == 3


async def test_a_removed_or_suspended_member_is_out_at_once(driver: Driver) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "agent", email=METTE)
    other_browser = await driver.browser()
    await other_browser.post("/v1/login", {"email": METTE})
    link = (await driver.log_in_links())[-1].link
    await other_browser.post("/v1/login/link", {"token": token_of(link)})
    path = f"/v1/members/{await member_id(mette)}"
    assert (await owner.post(f"{path}/suspend")).json()["state"] == "suspended"
    for browser in (mette, other_browser):
        assert problem(await browser.get("/v1/me")) == (401, "not-authenticated")
    assert (await owner.post(f"{path}/resume")).json()["state"] == "active"
    assert (await mette.get("/v1/me")).status_code == 401
    await mette.post("/v1/login", {"email": METTE})
    link = (await driver.log_in_links())[-1].link
    assert (await mette.post("/v1/login/link", {"token": token_of(link)})).status_code == 200
    assert (await owner.delete(path)).status_code == 204
    assert problem(await mette.get("/v1/me")) == (401, "not-authenticated")
    await mette.post("/v1/login", {"email": METTE})
    assert len(await driver.log_in_links()) == 2
    assert problem(await owner.delete(path)) == (404, "not-found")
    assert (await driver.invite(owner, "agent", email=METTE))["email"] == METTE


async def test_the_last_owner_stays(driver: Driver) -> None:
    owner = await driver.owner()
    path = f"/v1/members/{await member_id(owner)}"
    for refused in (
        await owner.delete(path),
        await owner.post(f"{path}/suspend"),
        await owner.patch(path, {"roles": ["manager"]}),
    ):
        assert problem(refused) == (409, "last-owner")
    second = await driver.member(owner, "owner", email=METTE)
    assert (await owner.patch(path, {"roles": ["manager"]})).json()["roles"] == ["manager"]
    refused = await second.delete(f"/v1/members/{await member_id(second)}")
    assert problem(refused) == (409, "last-owner")


async def test_a_manager_leads_agents_and_clients_only(driver: Driver) -> None:
    owner = await driver.owner()
    manager = await driver.member(owner, "manager", email=METTE)
    agent = await driver.member(manager, "agent", email="ole@lind.example")
    path = f"/v1/members/{await member_id(agent)}"
    for refused in (
        await manager.post("/v1/invitations", {"email": "x@lind.example", "roles": ["owner"]}),
        await manager.patch(path, {"roles": ["billing"]}),
        await manager.delete(f"/v1/members/{await member_id(owner)}"),
        await manager.patch(f"/v1/members/{await member_id(manager)}", {"roles": ["owner"]}),
        await agent.get("/v1/members"),
        await agent.post("/v1/invitations", {"email": "x@lind.example", "roles": ["agent"]}),
        await manager.patch("/v1/account", {"name": "Mine"}),
    ):
        assert problem(refused) == (403, "not-allowed")
    assert (await manager.patch(path, {"roles": ["client"]})).json()["roles"] == ["client"]
    assert (await agent.get("/v1/me")).json()["roles"] == ["client"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("roles", []),
        ("roles", ["king"]),
        ("language", "<b>"),
        ("name", "a\0"),
    ],
)
async def test_an_invitation_names_the_field_that_is_wrong(
    driver: Driver, field: str, value: object
) -> None:
    body = {"email": METTE, "roles": ["agent"], field: value}
    response = await (await driver.owner()).post("/v1/invitations", body)
    assert problem(response) == (422, "invalid-input")
    assert response.json()["errors"][0]["field"].partition(".")[0] == field


async def test_one_person_and_one_agent_is_one_member(driver: Driver) -> None:
    owner = await driver.owner()
    agent_id = "01932f00-0000-7000-8000-0000000000aa"
    await driver.member(owner, "agent", email=METTE, agent_id=agent_id)
    body = {"email": METTE, "roles": ["agent"]}
    assert problem(await owner.post("/v1/invitations", body)) == (409, "member-exists")
    body = {"email": "ole@lind.example", "roles": ["agent"], "agent_id": agent_id}
    assert problem(await owner.post("/v1/invitations", body)) == (409, "agent-taken")


async def test_a_person_switches_between_their_accounts(driver: Driver) -> None:
    one = await driver.owner(ACCOUNT, METTE)
    other_owner = await driver.owner(OTHER_ACCOUNT, "eve@elsewhere.example")
    await driver.invite(other_owner, "billing", email=METTE)
    token = {"token": token_of((await driver.invitations())[-1].link)}
    assert (await one.post("/v1/invitations/accept", token)).json()["account_id"] == str(
        OTHER_ACCOUNT
    )
    me = (await one.get("/v1/me")).json()
    assert (me["account"]["id"], me["roles"]) == (str(OTHER_ACCOUNT), ["billing"])
    assert {a["id"] for a in me["accounts"]} == {str(ACCOUNT), str(OTHER_ACCOUNT)}
    switched = await one.post("/v1/account/switch", {"account_id": str(ACCOUNT)})
    assert switched.status_code == 204, switched.text
    assert (await one.get("/v1/me")).json()["roles"] == ["owner"]
    refused = await other_owner.post("/v1/account/switch", {"account_id": str(ACCOUNT)})
    assert problem(refused) == (404, "not-found")


async def test_accounts_do_not_see_each_other(driver: Driver) -> None:
    owner = await driver.owner()
    mette = await driver.member(owner, "agent", email=METTE)
    invited = await driver.invite(owner, "agent", email="ole@lind.example")
    made = (await owner.post("/v1/api-tokens", {"name": "x", "roles": ["agent"]})).json()
    [session] = (await owner.get("/v1/sessions")).json()
    stranger = await driver.owner(OTHER_ACCOUNT, "eve@elsewhere.example")
    path = f"/v1/members/{await member_id(mette)}"
    for refused in (
        await stranger.get(path),
        await stranger.patch(path, {"name": "mine"}),
        await stranger.delete(path),
        await stranger.post(f"{path}/suspend"),
        await stranger.post(f"/v1/invitations/{invited['id']}/resend"),
        await stranger.delete(f"/v1/invitations/{invited['id']}"),
        await stranger.delete(f"/v1/api-tokens/{made['id']}"),
        await stranger.delete(f"/v1/sessions/{session['id']}"),
    ):
        assert problem(refused) == (404, "not-found")
    assert len((await stranger.get("/v1/members")).json()["items"]) == 1
    for name in ("invitations", "api-tokens"):
        assert (await stranger.get(f"/v1/{name}")).json()["items"] == []
    assert (await mette.get("/v1/me")).status_code == 200


async def test_each_change_of_a_member_is_published_with_its_version(driver: Driver) -> None:
    owner = await driver.owner()
    agent_id = "01932f00-0000-7000-8000-0000000000aa"
    mette = await driver.member(owner, "agent", email=METTE, language="da", agent_id=agent_id)
    await mette.patch("/v1/me", {"name": "Mette Holm"})
    path = f"/v1/members/{await member_id(mette)}"
    assert (await owner.patch(path, {"roles": ["agent", "manager"]})).status_code == 200
    for act in ("suspend", "resume"):
        assert (await owner.post(f"{path}/{act}")).status_code == 200
    assert (await owner.delete(path)).status_code == 204

    told = [one for one in await driver.served.published(MemberChanged) if one.email == METTE]
    assert [(one.version, one.state) for one in told] == [
        (1, "invited"),
        (2, "active"),
        (3, "active"),
        (4, "active"),
        (5, "suspended"),
        (6, "active"),
        (7, "removed"),
    ]
    assert (told[3].name, told[3].language, told[3].roles) == (
        "Mette Holm",
        "da",
        ("agent", "manager"),
    )
    assert str(told[3].agent_id) == agent_id


async def test_who_becomes_owner_by_the_command_line_is_published(driver: Driver) -> None:
    await driver.owner()
    [told] = await driver.served.published(MemberChanged)
    assert (told.account_id, told.roles, told.state) == (ACCOUNT, ("owner",), "active")
