"""axe-core finds nothing against WCAG 2.2 A and AA on any page, in any state, on a desk, a telephone and at 200 %."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.channel_api.editing.every_page import GUIDE, PAGES, SENT, Sent, bring_about, routes_of_pages
from tests.channel_api.editing.real_browser import DESK, PHONE, ZOOMED, Served, body_of, come_in, serving
from tests.tvapp.serve.chromium import Page, fresh_browser

# axe-core 4.14.1, byte for byte as its makers publish it (MPL-2.0, licence beside it).
AXE = Path(__file__).resolve().parents[2] / "vendored" / "axe.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
RUN = """axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]
}).then(found => found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 160))]))"""
# The form that goes there, filled in and sent past all scripts.
SEND = """((action, fields) => {
  const form = [...document.forms].find(one => one.getAttribute("action") === action);
  for (const [name, value] of Object.entries(fields)) {
    const made = Object.assign(document.createElement("input"), {name});
    const known = form.elements.namedItem(name);
    const field = known && known.type && known.type !== "submit" ? known : form.appendChild(made);
    field.value = value;
  }
  HTMLFormElement.prototype.submit.call(form);
})(%s, %s)"""
SCREENS = {"desk": DESK, "telephone": PHONE, "200 %": ZOOMED}
Found = dict[str, Any]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Mapping[str, str]]]:
    """A server on which every state was brought about, and what stands for the names in the addresses."""
    with serving(tmp_path_factory.mktemp("every-page")) as served:
        yield served, bring_about(served[0])


async def faults_of(page: Page) -> Found:
    """By screen, where there are any: a page is loaded once and looked at on each."""
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: Found = {}
    for screen, size in SCREENS.items():
        await page.resize(*size)
        await page.evaluate("new Promise(requestAnimationFrame)")
        found[screen] = await page.evaluate(RUN)
    return {screen: faults for screen, faults in found.items() if faults}


def filled(text: str, values: Mapping[str, str]) -> str:
    return text.format(**values)


async def send(page: Page, sent: Sent, values: Mapping[str, str]) -> None:
    """The page that answers, which must be the one that is meant."""
    fields = {name: filled(value, values) for name, value in sent.fields.items()}
    await page.load_by(page.evaluate(SEND % (repr(filled(sent.action, values)), fields)))
    is_meant = sent.says in await body_of(page)
    assert is_meant, f"{sent} is answered by {await page.evaluate('document.title')}"


def test_the_program_is_the_one_its_makers_published() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256


def test_no_page_is_forgotten(stage: tuple[Served, Mapping[str, str]]) -> None:
    (services, _), _ = stage
    assert routes_of_pages(services) == set(PAGES), "write the page down in every_page.py"


def test_axe_finds_nothing_on_any_page(browser: str, stage: tuple[Served, Mapping[str, str]]) -> None:
    served, values = stage

    async def look() -> Found:
        found: Found = {}
        async with fresh_browser(browser) as chromium, chromium.page(*DESK) as page:
            address = await come_in(page, served, "chen")
            for path in (filled(path, values) for paths in PAGES.values() for path in paths):
                await page.open(address + path)
                found[path] = await faults_of(page)
            for sent in SENT:
                await page.open(address + filled(sent.path, values))
                await send(page, sent, values)
                found[f"{filled(sent.action, values)} {dict(sent.fields)}"] = await faults_of(page)
            await page.open(address + filled(GUIDE, values))
            for status in (200, 0, 401, 413):  # kept; the server is away; the session ended; too long
                await page.evaluate(f"Alpine.$data(document.getElementById('keeping')).answered({status})")
                await page.evaluate("new Promise(requestAnimationFrame)")
                found[f"a keeping that was answered {status}"] = await faults_of(page)
            await page.open(address + "/editors/")
            await page.evaluate("document.querySelector('main').append(document.createElement('input'))")
            unlabelled = {screen: [rule for rule, _ in faults] for screen, faults in (await faults_of(page)).items()}
            assert unlabelled == {screen: ["label"] for screen in SCREENS}, "what is wrong would be found"
        async with fresh_browser(browser) as chromium, chromium.page(*DESK) as page:
            await page.open(address + "/editors/guides/id-card-lost")
            found["the door"] = await faults_of(page)
        return {where: faults for where, faults in found.items() if faults}

    assert asyncio.run(asyncio.wait_for(look(), 900)) == {}
