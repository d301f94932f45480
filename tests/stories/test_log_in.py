"""Somebody comes in by each door, is kept out where the door is not theirs, and goes on in another account."""

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, Route, expect

from honorar_local import installation
from tests.harness.browser import window
from tests.harness.mailbox import mailed_link, mailed_links
from tests.harness.people import freelancer
from tests.harness.second_door import PROVIDER_NAME, Door, second_door
from tests.harness.session import (
    SESSION_COOKIE,
    AppClient,
    Member,
    begin_session,
    give_session,
)
from tests.harness.system import System


@pytest.fixture(scope="module")
def door(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with second_door(system, Path(tmp_path_factory.mktemp("door"))) as opened:
        yield opened


async def owner(system: System) -> tuple[Member, AppClient]:
    """Somebody with an account of their own, and a browser of theirs elsewhere."""
    member = Member("Anna Lind", ("owner",), uuid.uuid4())
    return member, await asyncio.to_thread(begin_session, system, member)


async def ask_for_link(page: Page, system: System, email: str) -> str:
    """On the log-in screen, ask for a link and look in the mailbox."""
    known = await asyncio.to_thread(mailed_links, system, email, "/login/link")
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_role("button", name="Send me a link").click()
    await expect(page.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    return await asyncio.to_thread(mailed_link, system, email, "/login/link", known=known)


async def expect_refusal(context: BrowserContext, address: str, reason: str) -> None:
    page = await context.new_page()
    await page.goto(address)
    await expect(page.get_by_role("alert")).to_contain_text(reason)
    await page.close()


async def expect_invoices(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Invoices", level=1)).to_be_visible()


async def test_a_link_by_mail_leads_to_where_one_was_going_once_and_in_one_browser(
    browser: Browser, system: System
) -> None:
    member, _ = await owner(system)
    gateway = system.state.gateway
    async with window(browser, gateway) as context, window(browser, gateway) as another:
        page = await context.new_page()
        await page.goto("/invoices?state=overdue")
        link = await ask_for_link(page, system, member.email)
        await expect_refusal(another, link, "works only in the browser that asked for it")
        await page.goto(link)
        await expect_invoices(page)
        assert page.url.endswith("/invoices?state=overdue")
        assert await page.evaluate("() => document.cookie") == ""
        await expect_refusal(context, link, "was used before")
        await expect_refusal(context, "/login/link?token=made-up", "does not work")


async def test_an_invitation_makes_a_member_once_and_nobody_else(
    browser: Browser, system: System
) -> None:
    member, app = await owner(system)
    email = f"bo@{member.account.hex[:12]}.example"
    invited = {"email": email, "name": "Bo Holm", "roles": ["agent"]}
    await asyncio.to_thread(app.post, "/invitations", invited)
    link = await asyncio.to_thread(mailed_link, system, email, "/invitation")
    gateway = system.state.gateway
    async with window(browser, gateway) as context, window(browser, gateway) as another:
        await give_session(another, app.secret, gateway)
        page = await another.new_page()
        await page.goto(link)
        await page.get_by_role("button", name="Join Nordlys Studio").click()
        await expect(page.get_by_role("alert")).to_contain_text("for another e-mail address")
        page = await context.new_page()
        await page.goto(link)
        await expect(page.get_by_role("main")).to_contain_text(f"as {email}")
        await page.get_by_role("button", name="Join Nordlys Studio").click()
        await expect(page.get_by_role("heading", name="Timer", level=1)).to_be_visible()
        await expect(page.get_by_role("button", name="Bo Holm")).to_be_visible()
        await expect_refusal(context, link, "works no longer")


async def test_a_passkey_lets_in_who_registered_it(browser: Browser, system: System) -> None:
    _, app = await owner(system)
    gateway = system.state.gateway
    assert httpx.URL(gateway).host == "localhost"  # browsers make none for an IP address
    async with window(browser, gateway) as context:
        page = await context.new_page()
        await add_authenticator(context, page)
        await page.goto("/invoices?state=paid")
        await page.get_by_role("button", name="Log in with a passkey").click()
        await expect(page.get_by_role("alert")).to_contain_text("No passkey was used")
        await give_session(context, app.secret, gateway)
        await page.goto("/settings/passkeys")
        await page.get_by_label("Name").fill("This laptop")
        await page.get_by_role("button", name="Add a passkey").click()
        await expect(page.get_by_role("listitem").filter(has_text="This laptop")).to_be_visible()
        await page.get_by_role("button", name="Anna Lind").click()
        await page.get_by_role("button", name="Log out").click()
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        await page.goto("/invoices?state=paid")
        await page.get_by_role("button", name="Log in with a passkey").click()
        await expect_invoices(page)
        assert page.url.endswith("/invoices?state=paid")


async def add_authenticator(context: BrowserContext, page: Page) -> None:
    """Plug in what keeps passkeys, whose person touches it at once."""
    browser_tools = await context.new_cdp_session(page)
    await browser_tools.send("WebAuthn.enable", {"enableUI": False})
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    await browser_tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def test_a_provider_lets_in_whose_address_it_has_verified(
    browser: Browser, system: System, door: Door
) -> None:
    member, _ = await owner(system)
    async with window(browser, door.url) as context:
        page = await context.new_page()
        door.provider.claims = {"email": member.email, "email_verified": False}
        await page.goto("/invoices?state=paid")
        await page.get_by_role("button", name=f"Log in with {PROVIDER_NAME}").click()
        await expect(page.get_by_role("alert")).to_contain_text("did not say who you are")
        door.provider.claims = {"email": member.email}
        await page.goto("/invoices?state=paid")
        await page.get_by_role("button", name=f"Log in with {PROVIDER_NAME}").click()
        await expect_invoices(page)
        assert page.url.endswith("/invoices?state=paid")


async def test_a_session_that_was_ended_elsewhere_leads_to_the_log_in_and_back(
    browser: Browser, system: System
) -> None:
    """Also where no hint says so: the next read is refused."""
    person = await asyncio.to_thread(freelancer, system)
    app = await asyncio.to_thread(begin_session, system, person.member)
    async with window(browser, system.state.gateway) as context:
        await context.route("**/identity/v1/hints", lambda route: route.abort())
        page = await context.new_page()
        await page.goto("/login?next=/customers")
        await page.goto(await ask_for_link(page, system, person.member.email))
        heading = page.get_by_role("heading", name="Customers", level=1)
        await expect(heading).to_be_visible()
        await asyncio.to_thread(app.delete, "/sessions")
        await page.get_by_role("link", name="Week", exact=True).click()
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        await page.goto(await ask_for_link(page, system, person.member.email))
        await expect(page.get_by_role("heading", name="Week", level=1)).to_be_visible()
        assert "/week" in page.url


async def test_logging_out_without_a_network_says_so_and_works_later(
    browser: Browser, system: System
) -> None:
    member, app = await owner(system)
    async with window(browser, system.state.gateway) as context:
        await give_session(context, app.secret, system.state.gateway)
        page = await context.new_page()
        await page.goto("/invoices")
        await expect_invoices(page)
        await page.get_by_role("button", name=member.name).click()
        button = page.get_by_role("button", name="Log out")
        await expect(button).to_be_visible()
        await context.set_offline(True)
        await button.click()
        messages = page.get_by_role("region", name="Messages")
        await expect(messages).to_contain_text("You are still logged in")
        await expect(page.get_by_role("heading", name="Log in")).to_have_count(0)
        await context.set_offline(False)
        assert await asyncio.to_thread(app.get, "/me")
        await messages.get_by_role("button", name="Try again").click()
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        await page.goto("/invoices")
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()


async def test_log_out_everywhere_ends_every_session_at_once_or_says_that_it_did_not(
    browser: Browser, system: System
) -> None:
    member, app = await owner(system)
    elsewhere = await asyncio.to_thread(begin_session, system, member)
    gateway = system.state.gateway
    async with window(browser, gateway) as context, window(browser, gateway) as another:
        await give_session(context, app.secret, gateway)
        await give_session(another, elsewhere.secret, gateway)
        page, other = await context.new_page(), await another.new_page()
        await other.goto("/customers")
        await expect(other.get_by_role("heading", name="Customers", level=1)).to_be_visible()
        await page.goto("/settings/sessions")
        await page.route("**/identity/v1/sessions", lose_the_end)
        await log_out_everywhere(page)
        await expect(page.get_by_role("alert")).to_be_visible()
        await page.unroute_all()
        assert (await other.request.get("/timer/v1/settings")).status == 200
        await log_out_everywhere(page)
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()
        assert (await other.request.get("/timer/v1/settings")).status == 401
        heading = other.get_by_role("heading", name="Log in")
        await expect(heading).to_be_visible(timeout=20_000)  # nobody touches it: a hint says so
    for ended in (app.secret, elsewhere.secret):
        headers = {"Cookie": f"{SESSION_COOKIE}={ended}"}
        path = f"{gateway}/identity/v1/me"
        answer = await asyncio.to_thread(httpx.get, path, headers=headers, timeout=60)
        assert answer.status_code == 401


async def lose_the_end(route: Route) -> None:
    """A network that takes away the request that ends sessions."""
    await (route.abort() if route.request.method == "DELETE" else route.continue_())


async def log_out_everywhere(page: Page) -> None:
    await page.get_by_role("button", name="Log out everywhere").click()
    dialog = page.get_by_role("alertdialog").or_(page.get_by_role("dialog"))
    await dialog.get_by_role("button", name="Log out everywhere").click()


async def test_one_goes_on_in_another_account_of_ones_own(browser: Browser, system: System) -> None:
    member, app = await owner(system)
    await asyncio.to_thread(open_account, system, member.email, "Fjord ApS")
    async with window(browser, system.state.gateway) as context:
        await give_session(context, app.secret, system.state.gateway)
        page = await context.new_page()
        await page.goto("/invoices")
        me = page.get_by_role("button", name="Anna Lind")
        await expect(me).to_contain_text("Nordlys Studio")
        await me.click()
        await page.get_by_role("button", name="Fjord ApS").click()
        await expect(page.get_by_role("heading", name="Timer", level=1)).to_be_visible()
        await expect(me).to_contain_text("Fjord ApS")


def open_account(system: System, email: str, name: str) -> None:
    """Make a second account of somebody."""
    administrator = installation.administrator(system.folder)
    link = administrator.owner_link(uuid.uuid4(), email=email, name="Anna Lind")
    client = AppClient(system.state.gateway).follow(link)
    client.patch("/account", {"name": name}, client.get("/me")["account"]["version"])
