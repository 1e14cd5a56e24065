"""The pages in a real browser: nothing is blocked, cut or fetched from elsewhere; everything is done by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from channel_api.app import create_app
from channel_api.editing.workflow import Person
from channel_api.pages.room import Room
from tests.channel_api.editing.real_browser import (
    DESK,
    PEOPLE,
    PHONE,
    ZOOMED,
    Served,
    body_of,
    press_enter,
    sign_in,
    tab_to,
    tell,
    type_text,
)
from tests.tvapp.serve.chromium import Page

GUIDE = "/editors/guides/id-card-lost"
# Every text with too little contrast to what lies behind it (WCAG 2.2, 1.4.6: 7:1), as ratio, colours and text.
FAINT = """(() => {
  const part = value => { const c = value / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = numbers(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) { return colour; }
    }
    return [255, 255, 255];
  };
  const says = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")].filter(says).map(element => {
    const [one, other] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    return [ratio, element.outerHTML.slice(0, 80)];
  }).filter(([ratio]) => ratio < 7);
})()"""


def test_a_guide_is_written_and_sent_round_by_keyboard_alone(browser: str, served: Served) -> None:
    async def write(page: Page, address: str) -> None:
        await sign_in(page, address, "anna")
        await page.open(address + GUIDE)
        await tab_to(page, "[name='short.time']")
        await page.evaluate("document.activeElement.select()")
        await type_text(page, "一般二十天能拿到。")
        await tab_to(page, "#reason")
        await type_text(page, "时限改了")
        await press_tab_and_send(page)
        assert "草稿保存好了" in await body_of(page)
        await tab_to(page, "form[action$='/submit'] button")
        await page.load_by(press_enter(page))
        assert "已经送审" in await body_of(page)

    async def press_tab_and_send(page: Page) -> None:
        await tab_to(page, "button[value=save]")
        await page.load_by(press_enter(page))

    async def publish(page: Page, address: str) -> None:
        await sign_in(page, address, "bao")
        await page.open(address + GUIDE)
        assert await page.evaluate("[...document.querySelectorAll('ins')].map(e => e.innerText).join('')") != ""
        for step in ("approve", "publish"):
            await tab_to(page, f"form[action$='/{step}'] button")
            await page.load_by(press_enter(page))
        assert "已经发布" in await body_of(page)

    services, server = served
    tell(browser, server, DESK, write)
    tell(browser, server, PHONE, publish)
    services.catalogue.refresh()
    answer = create_app(services).test_client().get("/v1/services/id-card-lost").get_json()
    assert answer["short"]["time"] == "一般二十天能拿到。"


@pytest.mark.parametrize("screen", [DESK, PHONE, ZOOMED, (320, 568)], ids=str)
def test_every_page_is_as_wide_as_its_screen_and_needs_nothing_from_elsewhere(
    browser: str, served: Served, screen: tuple[int, int], tmp_path: Path
) -> None:
    async def story(page: Page, address: str) -> None:
        await sign_in(page, address, "chen")
        paths = ("", "?words=身份证", "reviews", "new", "people", "trail", "password", "guides/id-card-lost?check=yes")
        asked = ("asked", "asked/feedback", "asked/name?text=狗证怎么办&name=狗证&guide=library-card")
        for path in (*paths, "guides/id-card-lost/history", *asked):
            await page.open(f"{address}/editors/{path}")
            assert await page.evaluate("document.documentElement.scrollWidth") <= screen[0], path
            assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(246, 245, 241)", path
            assert await unnamed(page) == [], path
            assert await page.evaluate(FAINT) == [], path
        await page.evaluate("document.querySelector('h1').style.color = '#707070'")
        assert len(await page.evaluate(FAINT)) == 1, "what is faint would be found"
        own_marks = "data:image/svg+xml;base64,"  # the browser's, of its calendar in a field of a date
        assert [url for url in page.asked_for if not url.startswith((address, own_marks))] == []

    async def unnamed(page: Page) -> list[str]:
        """Fields without a label, and buttons and links without a text."""
        found: list[str] = await page.evaluate(
            "[...document.querySelectorAll('input:not([type=hidden]),select,textarea')]"
            ".filter(e => !e.labels || e.labels.length !== 1 || !e.labels[0].textContent.trim())"
            ".concat([...document.querySelectorAll('a,button')].filter(e => !e.textContent.trim()))"
            ".map(e => e.outerHTML)"
        )
        return found

    tell(browser, served[1], screen, story)


def test_what_was_published_is_found_by_its_new_alias_and_no_longer_after_going_back(
    served: Served,
) -> None:
    services, _ = served
    client = create_app(services).test_client()
    desk = Room.of(services).desk
    anna, chen = (Person(name, frozenset(PEOPLE[name])) for name in ("anna", "chen"))  # type: ignore[arg-type]
    key, name = "library-card", "橘猫叼走了借阅卡"

    def publish() -> None:
        desk.submit(anna, key, desk.open(key).token)
        desk.approve(chen, key, desk.open(key).token)
        desk.publish(chen, key, desk.open(key).token)
        services.catalogue.refresh()

    def first_found() -> tuple[str, str]:
        answer = client.get("/v1/search", query_string={"q": name}).get_json()
        found = answer["results"][0] if answer["results"] else {"id": "", "matched": {"text": ""}}
        return found["id"], found["matched"]["text"]

    assert first_found() != (key, name)
    opened = desk.open(key)
    desk.save(anna, key, {**opened.text, "aliases": [*opened.text["aliases"], name]}, opened.token)
    publish()
    assert first_found() == (key, name)
    desk.restore(anna, key, 1, desk.open(key).token, "没有人这样说")
    publish()
    assert first_found() != (key, name)
