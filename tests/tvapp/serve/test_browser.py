"""The page in a real browser: nothing is clicked, keys carry the codes of television sets, no other host is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from content.files import Content
from tests.tvapp.serve.chromium import Chromium, Page, fresh_browser, running_chromium
from tests.tvapp.serve.served import Street, running
from tvapp.kiosk import GRIDS

ARROWS = {"up": 38, "down": 40, "left": 37, "right": 39}
OK, ONE, TWO, INFO = 13, 49, 50, 457
RED, GREEN, YELLOW, BLUE = 403, 404, 405, 406
WEBOS_BACK, TIZEN_BACK, ANDROID_BACK, ESCAPE = 461, 10009, 4, 27
TOPIC, HOME = "居民身份证丢失补领", "查进度"
Story = Callable[[Street, Chromium], Awaitable[None]]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_chromium(tmp_path_factory.mktemp("profile")) as address:
        yield address


@pytest.fixture
def tell(sample_content: Content, tmp_path: Path, browser: str) -> Callable[..., None]:
    """Runs a story with a served television and a browser that was never there before."""

    def run(story: Story, *, seats: int = 5) -> None:
        async def main() -> None:
            street = Street(sample_content, tmp_path, seats=seats)
            async with running(street), fresh_browser(browser) as chromium:
                await asyncio.wait_for(story(street, chromium), 120)

        asyncio.run(main())

    return run


async def show_home(page: Page, street: Street) -> None:
    await page.open(street.address)
    await page.wait_for(HOME)


async def show_topic(page: Page, street: Street) -> None:
    await show_home(page, street)
    await page.press(ONE)
    await page.wait_for(TOPIC)


def test_without_a_click_the_keys_of_every_set_drive_the_television(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            for back in (WEBOS_BACK, TIZEN_BACK, ANDROID_BACK, ESCAPE):
                await show_topic(page, street)
                await page.press(back)
                await page.wait_for("►1 户籍身份")
            await page.press(ARROWS["right"])
            await page.wait_for("►2")
            await page.press(BLUE)
            await page.wait_for("拼音")
            await page.press(WEBOS_BACK)
            await page.wait_for("►2")
            await page.press(INFO)
            await page.wait_for("帮助")
            assert page.problems == []

    tell(story)


def test_the_four_colours_of_a_set_do_what_stands_beside_them(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(ARROWS["down"])
            await page.wait_for("► 2")
            await page.press(GREEN)
            await page.wait_for("还不能听您说话", where="said")
            await page.press(ARROWS["up"])
            await page.wait_for("第1项", where="said")
            before = await page.evaluate("document.getElementById('said').textContent")
            await page.press(RED)
            await page.wait_for(f"{before}\u00a0", where="said")  # the same once more, and the reader hears of it
            assert street.households[0].route == "topic/household"
            await page.press(YELLOW)
            await page.wait_for("办件编号")
            await page.press(BLUE)
            await page.wait_for("拼音键盘")
            assert page.problems == []

    tell(story)


def test_a_set_whose_back_is_only_history_goes_back_and_stays(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            for _ in range(4):
                await page.evaluate("window.history.back()")
                await page.wait_for("►1 户籍身份")
                await page.press(ONE)
                await page.wait_for(TOPIC)
            assert await page.evaluate("window.location.pathname") == "/"
            assert len(street.households) == 1

    tell(story)


def test_a_back_that_comes_twice_is_one(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(TWO)
            await page.wait_for("多久")
            await page.key_down(WEBOS_BACK)
            await page.evaluate("window.history.back()")
            await page.key_up(WEBOS_BACK)
            await page.wait_for("► 2")
            await page.press(ARROWS["up"])
            await page.wait_for("► 1")
            assert street.households[0].route == "topic/household"

    tell(story)


def test_the_page_asks_no_other_host_and_nothing_fails(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            hosts = {url.split("/")[2] for url in page.asked_for if not url.startswith("data:")}
            assert hosts == {street.address.split("/")[2]}
            assert page.problems == []

    tell(story)


def test_keys_of_the_television_do_not_scroll_or_leave_the_page(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_home(page, street)
            await page.evaluate(
                "window.kept = []; window.addEventListener('keydown', function (e) { window.kept.push(e.keyCode); })"
            )
            for code in (33, 34, 8, 116, 112):
                await page.press(code)
            assert await page.evaluate("window.kept") == []
            await page.press(9)
            assert await page.evaluate("window.kept") == [9]

    tell(story)


def test_after_a_lost_connection_the_same_screen_comes_back(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.evaluate("document.getElementById('text').textContent = ''")
            await drop_connections(street)
            await page.wait_for(TOPIC)
            assert await page.evaluate("document.getElementById('notice').className") == "hidden"
            assert len(street.households) == 1

    tell(story)


def test_after_a_restart_of_the_server_the_page_comes_back_to_the_very_item(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(ARROWS["down"])
            await page.wait_for("► 2")
            street.forgets_everybody()
            await page.evaluate("document.getElementById('text').textContent = ''")
            await drop_connections(street)
            await page.wait_for("► 2")
            await page.wait_for(TOPIC)
            assert [household.route for household in street.households] == ["topic/household", "topic/household"]

    tell(story)


def test_after_a_restart_of_the_server_a_case_is_not_reopened(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(YELLOW)
            await page.press(55)
            await page.wait_for("共1位")
            street.forgets_everybody()
            await drop_connections(street)
            await page.wait_for(TOPIC)
            assert street.households[-1].route == "topic/household"

    tell(story)


async def drop_connections(street: Street) -> None:
    for socket in list(street.served._sockets.values()):
        await socket.close()


def test_a_page_that_is_loaded_again_finds_its_screen_but_never_a_case(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(YELLOW)
            await page.press(55)
            await page.wait_for("共1位")
            await page.open(street.address)
            await page.wait_for(TOPIC)
            assert len(street.households) == 1

    tell(story)


def test_a_page_out_of_sight_lets_go_and_comes_back(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.press(YELLOW)
            await page.wait_for("办件编号")
            await hide(page, is_hidden=True)
            async with chromium.page() as other:
                await other.open(f"{street.address}/livez")
                pages = "document.body.textContent"
                while '"pages": 1' in await other.evaluate(pages):
                    await other.open(f"{street.address}/livez")
            await hide(page, is_hidden=False)
            await page.wait_for(TOPIC)

    tell(story)


async def hide(page: Page, *, is_hidden: bool) -> None:
    value = "true" if is_hidden else "false"
    await page.evaluate(
        f"Object.defineProperty(document, 'hidden', {{value: {value}, configurable: true}});"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )


def test_a_second_window_takes_over_and_ok_brings_it_back(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as first:
            await show_topic(first, street)
            await hide(first, is_hidden=False)  # two windows side by side are both in sight, two tabs are not
            async with chromium.page() as second:
                await second.open(street.address)
                await second.wait_for(TOPIC)
                await first.wait_for("已经在别的窗口打开", where="notice")
                await hide(second, is_hidden=False)
                await first.press(OK)
                await second.wait_for("已经在别的窗口打开", where="notice")

    tell(story)


def test_when_too_many_watch_the_page_says_so_and_tries_again(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await page.open(street.address)
            await page.wait_for("现在看的人太多", where="notice")

    tell(story, seats=0)


def test_what_is_said_is_told_to_screen_readers(tell: Callable[..., None]) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page() as page:
            await show_topic(page, street)
            await page.wait_for("户籍身份", where="said")
            assert await page.evaluate("document.getElementById('said').getAttribute('aria-live')") == "polite"

    tell(story)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1024, 768), (3840, 2160)])
def test_the_picture_fills_every_screen_at_every_text_size_and_its_edge_stays_free(
    width: int, height: int, tell: Callable[..., None]
) -> None:
    async def story(street: Street, chromium: Chromium) -> None:
        async with chromium.page(width, height) as page:
            for size in GRIDS:
                await page.open(f"{street.address}/?size={size}")
                await page.wait_for(HOME)
                bright, edge = await page.evaluate(BRIGHT_AND_EDGE)
                assert bright > 0.01  # letters are there
                assert edge == 0  # and none of them in the outer 3 percent, which a set may cut off

    tell(story)


# The share of pixels that are nearly white or yellow, in the whole picture and in its outermost 3 percent.
BRIGHT_AND_EDGE = """(function () {
  var canvas = document.getElementById("picture"), w = canvas.width, h = canvas.height;
  var pixels = canvas.getContext("2d").getImageData(0, 0, w, h).data;
  var bright = 0, edge = 0;
  for (var y = 0; y < h; y++) {
    for (var x = 0; x < w; x++) {
      var at = 4 * (y * w + x), isBright = pixels[at] > 200 && pixels[at + 1] > 180;
      bright += isBright;
      edge += isBright && (x < 0.03 * w || x > 0.97 * w || y < 0.03 * h || y > 0.97 * h);
    }
  }
  return [bright / (w * h), edge];
}())"""
