"""Telling the channel something with ready sentences, and rating a guide by digit.

What is told becomes a case of the channel's own; its number and code stand on the screen until one leaves, and the code
is never said.
"""

from __future__ import annotations

from content.ready_sentences import ready_sentences_by_kind
from tvapp.page import Act, Item, Page, Press, choice, fact, passage
from tvapp.scene import Outcome, Scene, waiting_page
from tvapp.voice_link import group, read_number

KIND, CHOICE, SERVICE, TITLE, TICKET, STARS = "kind", "choice", "service", "title", "ticket", "stars"
MOST_STARS = 5


def build(scene: Scene) -> Page:
    """First what it is about, then the sentence, then the receipt."""
    fields = scene.fields
    title = scene.say("feedback.title")
    if fields.get(TICKET):
        return _build_receipt(scene, title)
    kinds = ready_sentences_by_kind()
    about = [fact("about", scene.say("feedback.about"), fields[TITLE])] if fields.get(TITLE) else []
    kind = fields.get(KIND, "")
    if kind not in kinds:
        rows = [choice(name, scene.say(f"feedback.kinds.{name}"), Act("kind", name)) for name in kinds]
        said = (scene.say("feedback.entered"),)
    else:
        rows = [choice(f"choice-{key}", text, Act("tell", key)) for key, text in kinds[kind].items()]
        said = (scene.say("feedback.which"),)
    items = (*about, *rows)
    return Page(route="feedback", title=title, items=items, entered=said, focus=rows[0].key)


def _build_receipt(scene: Scene, title: str) -> Page:
    fields = scene.fields
    sent = scene.data.feedback(
        fields[TICKET], fields[KIND], fields[CHOICE], service=fields.get(SERVICE, ""), region=scene.region
    )
    if sent.value is None:
        return waiting_page(scene, title, sent)
    receipt = sent.value
    items = (
        passage("thanks", scene.say("feedback.thanks"), scene.say("feedback.thanks_detail"), tone="good"),
        Item(
            key="number",
            kind="text",
            label=scene.say("feedback.number"),
            value=" ".join(group(receipt.number)),
            speech=f"{scene.say('feedback.number')}，{read_number(receipt.number)}",
        ),
        Item(
            key="code",
            kind="text",
            label=scene.say("feedback.code"),
            value=receipt.code,
            speech=scene.say("feedback.code_spoken"),
        ),
        _go_back(scene),
    )
    return Page(route="feedback", title=title, items=items, entered=(scene.say("feedback.thanks"),), focus="thanks")


def answer(scene: Scene, act: Act) -> Outcome | None:
    """The kind, then the sentence; BACK takes the kind back."""
    if act.name == "kind":
        return Outcome(
            fields={**scene.fields, KIND: act.value}, focus="first", say=(scene.say("feedback.which") + "。",)
        )
    if act.name == "tell":
        ticket = f"{scene.now.isoformat()}"  # one visit tells one thing at one moment
        return Outcome(fields={**scene.fields, CHOICE: act.value, TICKET: ticket}, focus="thanks")
    if act.name == "back" and scene.fields.get(KIND) and not scene.fields.get(TICKET):
        kept = {key: value for key, value in scene.fields.items() if key != KIND}
        return Outcome(fields=kept, focus=scene.fields[KIND])
    return None


def build_rating(scene: Scene) -> Page:
    """Five words with their digit beside them, the best first."""
    title = scene.say("rate.title")
    fields = scene.fields
    about = [fact("about", scene.say("feedback.about"), fields[TITLE])] if fields.get(TITLE) else []
    if not fields.get(SERVICE):
        return _done_page(scene, title, "rate.none")
    if fields.get(STARS):
        sent = scene.data.rating(fields[TICKET], fields[SERVICE], int(fields[STARS]))
        if sent.problem == "limited":
            return _done_page(scene, title, "rate.once")
        if sent.value is None:
            return waiting_page(scene, title, sent)
        return _done_page(scene, title, "rate.thanks")
    rows = [
        Item(
            key=f"stars-{stars}",
            kind="row",
            label=scene.say(f"rate.words.{stars}"),
            digit=str(stars),
            speech=f"{stars}，{scene.say(f'rate.words.{stars}')}",
            action=Act("rate", str(stars)),
        )
        for stars in range(MOST_STARS, 0, -1)
    ]
    said = (scene.say("rate.entered"),)
    items = (*about, *rows)  # never counted: the first is number five
    return Page(route="rate", title=title, items=items, entered=said, focus=rows[0].key, counts_items=False)


def _done_page(scene: Scene, title: str, what: str) -> Page:
    """There is nothing more to do here but to go back to what was rated."""
    text = scene.say(what)
    items = (passage("thanks", text, tone="good"), _go_back(scene))
    return Page(route="rate", title=title, items=items, entered=(text,), focus="thanks")


def _go_back(scene: Scene) -> Item:
    return choice("back", scene.say("go_back"), Press("BACK"))


def answer_rating(scene: Scene, act: Act) -> Outcome | None:
    """One to five stars."""
    if act.name != "rate":
        return None
    return Outcome(fields={**scene.fields, STARS: act.value, TICKET: scene.now.isoformat()}, focus="thanks")
