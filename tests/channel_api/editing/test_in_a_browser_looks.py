"""What no reading of the pages finds: cut sentences, states beyond the edge, a button that has scrolled away."""

from __future__ import annotations

from tests.channel_api.editing.real_browser import DESK, PHONE, ZOOMED, Served, come_in, tell, type_text
from tests.tvapp.serve.chromium import Page

GUIDE = "/editors/guides/id-card-lost"
# What stands in a field and would have to be scrolled to be read, by the field's name.
CUT = """[...document.querySelectorAll("#text-form input[type=text], #text-form textarea")].filter(
  field => field.scrollWidth > field.clientWidth + 1 || field.scrollHeight > field.clientHeight + 4
).map(field => field.name)"""
HIDDEN_STATES = """[...document.querySelectorAll("tbody .state")].filter(
  state => state.getBoundingClientRect().right > innerWidth).length"""
IS_IN_SIGHT = """(() => {
  const box = document.querySelector("button[value=save]").getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight;
})()"""
# The field that has the focus is not behind what stays in sight.
IS_CLEAR = """(() => {
  const field = document.activeElement, box = field.getBoundingClientRect();
  return document.elementFromPoint(box.left + 8, box.top + 8) === field;
})()"""


def test_the_state_of_every_text_is_in_sight_on_a_telephone_and_at_200_percent(browser: str, served: Served) -> None:
    async def look(page: Page, _: str) -> None:
        address = await come_in(page, served, "anna")
        for path in ("/editors/", "/editors/lists/overlay", "/editors/lists/office"):
            await page.open(address + path)
            assert await page.evaluate("document.querySelectorAll('tbody .state').length") > 0
            assert await page.evaluate(HIDDEN_STATES) == 0, path

    tell(browser, served[1], PHONE, look)
    tell(browser, served[1], ZOOMED, look)


def test_every_sentence_of_a_guide_is_seen_whole_in_its_field(browser: str, served: Served) -> None:
    async def look(page: Page, _: str) -> None:
        address = await come_in(page, served, "anna")
        await page.open(address + GUIDE)
        cut = await page.evaluate(CUT)
        assert [name for name in cut if not name.endswith("url")] == [], "addresses may be longer than any line"

    tell(browser, served[1], DESK, look)


def test_saving_stays_in_sight_and_covers_nothing_that_is_written_in(browser: str, served: Served) -> None:
    async def look(page: Page, _: str) -> None:
        address = await come_in(page, served, "anna")
        await page.open(address + GUIDE)
        for name in ("notes", "steps.0.title", "title"):
            await page.evaluate(f"document.querySelector('[name=\"{name}\"]').focus()")
            await type_text(page, "")
            assert await page.evaluate(IS_IN_SIGHT), name
            assert await page.evaluate(IS_CLEAR), name

    tell(browser, served[1], DESK, look)
    tell(browser, served[1], PHONE, look)


def test_what_is_wrong_and_what_cannot_be_written_in_look_so(browser: str, served: Served) -> None:
    async def look(page: Page, _: str) -> None:
        address = await come_in(page, served, "anna")
        await page.open(f"{address}/editors/new")
        await page.load_by(page.evaluate("document.querySelector('main form').submit()"))
        wrong = "getComputedStyle(document.getElementById('title')).borderTopWidth"
        assert await page.evaluate(wrong) == "3px"
        address = await come_in(page, served, "bao")
        await page.open(address + GUIDE)
        grounds = "[...new Set([...document.querySelectorAll('#text-form :is(input[type=text], textarea, select)')]"
        assert len(await page.evaluate(f"{grounds}.map(one => getComputedStyle(one).backgroundColor))]")) == 1
        assert await page.evaluate("getComputedStyle(document.getElementById('title')).backgroundColor") != (
            "rgb(255, 255, 255)"
        )

    tell(browser, served[1], DESK, look, expected="422")
