"""Every screen, on a phone and on a desk, light and dark: accessible, inside the window, with its heading."""

import pytest
from playwright.async_api import Browser, ViewportSize

from tests.harness.browser import DESK, NARROW, PHONE, Scheme, window
from tests.harness.screens import assert_accessible, assert_fits, settled
from tests.harness.session import log_in
from tests.screens.conftest import Office
from tests.screens.screens import SCREENS, Screen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
async def test_a_screen_is_accessible(
    browser: Browser, office: Office, screen: Screen, size: ViewportSize, scheme: Scheme
) -> None:
    async with window(browser, office.gateway, size=size, scheme=scheme) as context:
        await log_in(context, office.system, office.owner)
        page = await context.new_page()
        await page.goto(office.path(screen))
        await settled(page)
        await assert_accessible(page)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
async def test_a_screen_fits_the_narrowest_phone(
    browser: Browser, office: Office, screen: Screen
) -> None:
    async with window(browser, office.gateway, size=NARROW, language="da-DK") as context:
        await log_in(context, office.system, office.owner)
        page = await context.new_page()
        await page.goto(office.path(screen))
        await settled(page)
        await assert_fits(page)
