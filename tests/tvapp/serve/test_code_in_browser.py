"""The code to take a guide along, read back from the points a real browser draws at every text size."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from content.files import Content
from tests.tvapp.camera import Picture, read_codes
from tests.tvapp.serve.chromium import Page, fresh_browser, running_chromium
from tests.tvapp.serve.served import Street, running
from tvapp.kiosk import GRIDS

ADDRESS = "HTTPS://CHANNEL.EXAMPLE.CN/T/ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DOWN, BACK = 40, 461
SCREENS = ((1280, 720), (1920, 1080))
# The canvas as one byte a point: what is on the screen, whatever drew it.
READ_POINTS = """(() => {
  const canvas = document.getElementById("picture");
  const points = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let grey = "";
  for (let i = 0; i < points.length; i += 4) { grey += String.fromCharCode(points[i + 1]); }
  return JSON.stringify({width: canvas.width, grey: btoa(grey)});
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address


async def photograph(page: Page) -> Picture:
    told = json.loads(await page.evaluate(READ_POINTS))
    grey = base64.b64decode(told["grey"])
    return [bytearray(grey[start : start + told["width"]]) for start in range(0, len(grey), told["width"])]


@asynccontextmanager
async def taken_along(
    street: Street, browser: str, size: str, screen: tuple[int, int], *, has_page: bool = True
) -> AsyncIterator[Page]:
    """A browser that shows the guide taken along; `has_page`: whether telephones reach the server."""
    async with running(street), fresh_browser(browser) as chromium, chromium.page(*screen) as page:
        await page.open(f"{street.address}/?size={size}")
        await page.wait_for("户籍身份")
        household = street.households[-1]
        if not has_page:
            household.channel.is_out_of_reach_of_telephones()
        household.session.television.history.open("guide/id-card-lost/take")
        household.session.refresh()
        street.served.data_arrived()
        await page.wait_for("带走清单")
        yield page
        assert page.problems == []


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("size", GRIDS)
def test_the_address_is_read_back_at_every_text_size(
    sample_content: Content, tmp_path: Path, browser: str, size: str, screen: tuple[int, int]
) -> None:
    async def story() -> None:
        async with taken_along(Street(sample_content, tmp_path), browser, size, screen) as page:
            assert read_codes(await photograph(page)) == [ADDRESS]
            await page.press(DOWN)
            await page.wait_for("►")
            assert read_codes(await photograph(page)) == [ADDRESS], "moving the focus leaves it whole"
            await page.press(BACK)
            await page.wait_for("户籍身份")
            assert read_codes(await photograph(page)) == [], "nothing of it stays"

    asyncio.run(asyncio.wait_for(story(), 120))


def test_the_whole_list_is_read_back_at_the_largest_text(sample_content: Content, tmp_path: Path, browser: str) -> None:
    async def story() -> None:
        street = Street(sample_content, tmp_path)
        async with taken_along(street, browser, "largest", SCREENS[0], has_page=False) as page:
            (text,) = read_codes(await photograph(page))
            assert text.startswith("补身份证\n还要带：居民户口簿")
            assert len(text.encode()) <= 300

    asyncio.run(asyncio.wait_for(story(), 120))
