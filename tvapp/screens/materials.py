"""What to bring: a list to tick, and to take along."""

from __future__ import annotations

from collections.abc import Sequence

from content.model import Guide, Material
from tvapp.history import TICKED
from tvapp.page import Act, Item, Open, Page, Replace, choice, passage
from tvapp.scene import Outcome, Scene
from tvapp.screens.guide import for_guide, phone_of


@for_guide
def build_materials(scene: Scene, guide: Guide, status: str) -> Page:
    """A list to tick with OK; ticks are kept until one goes home."""
    title = scene.say("materials.title", title=guide.title)
    ticked = set(scene.fields.get(TICKED, "").split())
    items = [_material(scene, material, str(n), str(n) in ticked) for n, material in enumerate(guide.materials)]
    entered = _say_count(scene, guide.materials)
    if not items:
        promised_none = guide.short.materials if guide.short else ""
        detail = promised_none or scene.say("materials.none_detail", phone=phone_of(guide))
        entered = ""
        items = [passage("none", scene.say("materials.entered_none" if promised_none else "materials.none"), detail)]
    take = Open(f"guide/{guide.id}/take")
    items.append(choice("take", scene.say("guide.take"), take, value=scene.say("guide.take_value")))
    items.append(choice("places", scene.say("materials.places"), Replace(f"guide/{guide.id}/offices")))
    return Page(route=scene.route.text, title=title, items=tuple(items), entered=(entered,), status=status)


def _say_count(scene: Scene, materials: Sequence[Material]) -> str:
    """How many papers everybody needs, and how many depend; of bare names only that they are named."""
    if materials and not any(m.originals or m.copies for m in materials):
        return scene.say("materials.named", count=len(materials))
    always = sum(m.need != "非必要" and not m.when and not m.exempt for m in materials)
    sometimes = sum(not m.exempt for m in materials) - always
    said = scene.say("materials.entered", count=always) if always else ""
    more = scene.say("materials.entered_more", count=sometimes) if sometimes else ""
    return "，".join(part for part in (said, more) if part) or scene.say("materials.entered_none")


def _material(scene: Scene, material: Material, key: str, is_ticked: bool) -> Item:
    detail = "。".join(fact.rstrip("。") for fact in _facts(scene, material))
    box = scene.say("materials.box_ticked" if is_ticked else "materials.box_unticked")
    mark = scene.say("materials.ticked" if is_ticked else "materials.unticked")
    return Item(
        key=key,
        kind="row",
        label=f"{box}{material.name}",
        detail=detail,
        speech=f"{material.name}，{mark}。{detail}",
        action=Act("tick", key),
    )


def _facts(scene: Scene, material: Material) -> list[str]:
    """One sentence each: when it is needed, how many, who gives it, what else, and what to do without it."""
    facts = [scene.say("materials.when", when=material.when)] if material.when else []
    facts.append(scene.say("materials.exempt") if material.exempt else _amounts(scene, material))
    if material.source:
        facts.append(scene.say("materials.source", source=material.source))
    facts.append(material.note)
    if material.alternative:
        facts.append(scene.say("materials.alternative", alternative=material.alternative))
    return [fact for fact in facts if fact]


def _amounts(scene: Scene, material: Material) -> str:
    facts = []
    if material.originals:
        facts.append(scene.say("materials.originals", count=material.originals))
    if material.copies:
        facts.append(scene.say("materials.copies", count=material.copies))
    if material.form != "纸质":
        facts.append(scene.say("materials.electronic"))
    if material.need != "必要":
        facts.append(scene.say("materials.optional" if material.need == "非必要" else "materials.later"))
    return "，".join(facts)


def tick_material(scene: Scene, act: Act) -> Outcome | None:
    """OK on a material: it is ready, or not yet after all."""
    if act.name != "tick":
        return None
    ticked = set(scene.fields.get(TICKED, "").split())
    now_ticked = act.value not in ticked
    changed = ticked | {act.value} if now_ticked else ticked - {act.value}
    said = scene.say("materials.said_ticked" if now_ticked else "materials.said_unticked")
    return Outcome(fields={**scene.fields, TICKED: " ".join(sorted(changed))}, say=(f"{said}。",))
