"""Taking a guide along on the telephone: a QR code beside a few words, or a code to type where it has no room.

Where no telephone can reach the server, and where it is away, the QR code holds the list itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from channel_api.answers import TakeReceipt
from content.hours import CHINA
from content.model import Guide
from tvapp.history import TICKED
from tvapp.page import Act, Item, Open, Page, Press, choice, passage
from tvapp.pocket_list import is_whole, list_texts, whole_list
from tvapp.scene import Outcome, Scene
from tvapp.screens.guide import for_guide
from tvapp.screens.only_there import only_there

RENEWED = "renewed"
GROUP = 4  # a code of eight is read and typed in two breaths


@for_guide
def build(scene: Scene, guide: Guide, status: str) -> Page:
    """The page's address as a QR code, or the list as one; each with what is shown where the screen is too small."""
    ready = _ready(scene, guide)
    region = guide.region if only_there(scene, guide) else scene.region
    fetched = scene.data.take(guide.id, region, sorted(ready), scene.fields.get(RENEWED, ""))
    if fetched.problem == "loading":
        return _waiting(scene, status)
    if fetched.value is None:
        return _list_page(scene, guide, ready, status)
    return _address_page(scene, guide, fetched.value, ready, status)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Another code, with an address of its own; the ones before stay good as long as they were."""
    if act.name != "renew":
        return None
    fields = {**scene.fields, RENEWED: scene.now.isoformat()}
    return Outcome(fields=fields, say=(scene.say("take.said_renewed") + "。",))


def _ready(scene: Scene, guide: Guide) -> set[str]:
    """Names of the papers that were ticked on the list, where they stand by their place."""
    places = set(scene.fields.get(TICKED, "").split())
    return {material.name for place, material in enumerate(guide.materials) if str(place) in places}


def _waiting(scene: Scene, status: str) -> Page:
    making = scene.say("take.making")
    items = (passage("making", making), choice("home", scene.say("go_home"), Press("HOME")))
    return _page(scene, items, making, status, is_waiting=True)


def _address_page(scene: Scene, guide: Guide, receipt: TakeReceipt, ready: set[str], status: str) -> Page:
    until, code_until = _moment(scene, receipt.expires_at), _clock(scene, receipt.code_expires_at)
    code = " ".join(receipt.code[start : start + GROUP] for start in range(0, len(receipt.code), GROUP))
    papers = _papers_item(scene, guide, ready)
    scan = passage("scan", scene.say("take.scan"), scene.say("take.page", name=_name(guide), until=until))
    typed = passage(
        "typed",
        scene.say("take.typed"),
        scene.say("take.typed_value", url=receipt.code_url, code=code, until=code_until),
        speech=scene.say("take.typed_spoken"),
    )
    entered = scene.say("take.entered")
    page = _page(scene, (_said(scan, scene.say("take.scan_spoken")), typed, papers), entered, status)
    by_hand = (
        passage("address", scene.say("take.address"), receipt.code_url, speech=scene.say("take.address_spoken")),
        passage("code", scene.say("take.code"), code, tone="strong", speech=scene.say("take.code_spoken")),
        passage("until", scene.say("take.code_until", until=code_until)),
        choice("renew", scene.say("take.renew"), Act("renew")),
        papers,
    )
    without_code = _page(scene, by_hand, entered, status)
    return replace(page, codes=(receipt.url,), without_code=without_code)


def _list_page(scene: Scene, guide: Guide, ready: set[str], status: str) -> Page:
    where = only_there(scene, guide)
    texts = list_texts(guide, ready, _place(scene, guide), scene.words, warning=where)
    papers = _papers_item(scene, guide, ready)
    detail = scene.say("take.text", name=_name(guide))
    if not is_whole(texts[-1], scene.words):
        detail += scene.say("take.text_cut")
    scan = _said(passage("scan", scene.say("take.scan"), detail), scene.say("take.scan_spoken"))
    entered = scene.say("take.entered")
    lines = whole_list(guide, ready, _place(scene, guide), scene.words, warning=where)
    none = scene.say("take.none")
    whole = [passage(f"line-{n}", line) for n, line in enumerate(lines)]
    return replace(
        _page(scene, (scan, papers), entered, status),
        codes=texts,
        without_code=_page(scene, (passage("list", none), *whole, papers), none, status),
    )


def _papers_item(scene: Scene, guide: Guide, ready: Collection[str]) -> Item:
    """Back to the list, or on to it: its ticks are the same."""
    wanted = [material.name for material in guide.materials if not material.exempt]
    count = sum(name in ready for name in wanted)
    value = scene.say("take.materials_value", ready=count, missing=len(wanted) - count)
    action = Open(f"guide/{guide.id}/materials")
    return choice(
        "materials", scene.say("take.materials"), action, value=value if wanted else scene.say("take.materials_none")
    )


def _page(scene: Scene, items: tuple[Item, ...], entered: str, status: str, *, is_waiting: bool = False) -> Page:
    return Page(
        route=scene.route.text,
        title=scene.say("take.title"),
        items=items,
        entered=(entered,),
        status=status,
        is_waiting=is_waiting,
        focus="home" if is_waiting else "",
    )


def _said(item: Item, speech: str) -> Item:
    """What is said of the code beside it, and then what is shown."""
    return replace(item, speech=f"{speech}。{item.detail}")


def _name(guide: Guide) -> str:
    return guide.spoken_name or guide.title


def _place(scene: Scene, guide: Guide) -> str:
    if guide.short and guide.short.place:
        return guide.short.place
    offices = scene.data.offices(guide.id, scene.region).value or ()
    return offices[0].name if offices else ""


def _moment(scene: Scene, text: str) -> str:
    return scene.say("take.until", day=datetime.fromisoformat(text).astimezone(CHINA).day, clock=_clock(scene, text))


def _clock(scene: Scene, text: str) -> str:
    here = datetime.fromisoformat(text).astimezone(CHINA)
    return scene.say("take.clock" if here.minute else "take.whole_hour", hour=here.hour, minute=here.minute)
