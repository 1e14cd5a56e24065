"""Teaching the box its remote: one key asked for after the other. What was pressed stays in the visit's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tvapp.learning import ASKED, Answer, Lesson
from tvapp.page import Act, Page, Press, choice, passage
from tvapp.remote import OWN_REMOTE, Command
from tvapp.scene import Outcome, Scene

STAGE, KEYS, REFUSED = "stage", "keys", "refused"
TEACHES, IS_DONE = "teaches", "done"


def build(scene: Scene) -> Page:
    """What will happen, then question after question, then how it went."""
    stage = scene.fields.get(STAGE, "")
    if stage == TEACHES:
        return _build_question(scene, _lesson(scene))
    if stage == IS_DONE:
        said = scene.say("teach.finished", count=len(_lesson(scene).commands))
        items = (passage("done", said, tone="good"), choice("back", scene.say("teach.back"), Press("BACK")))
        return Page(route=scene.route.text, title=scene.say("teach.title"), items=items, entered=(said,), focus="back")
    items = (
        passage("intro", scene.say("teach.intro"), scene.say("teach.escape")),
        choice("start", scene.say("teach.start"), Act("start")),
    )
    said_first = (scene.say("teach.intro"), scene.say("teach.escape"))
    return Page(route=scene.route.text, title=scene.say("teach.title"), items=items, entered=said_first, focus="start")


def _build_question(scene: Scene, lesson: Lesson) -> Page:
    asked = _question(scene, lesson)
    count = scene.say("teach.count", count=len(lesson.commands))
    return Page(
        route=scene.route.text,
        title=scene.say("teach.title"),
        items=(passage("question", asked, f"{count}\n{scene.say('teach.escape')}", tone="strong"),),
        entered=(asked,),
        counts_items=False,
        hears_keys=True,
    )


def _question(scene: Scene, lesson: Lesson) -> str:
    command = lesson.asking or ASKED[-1]
    text = "teach.asking_more" if lesson.can_skip else "teach.asking"
    return scene.say(text, name=scene.say(f"teach.keys.{command.value}"))


def _lesson(scene: Scene) -> Lesson:
    """The answers so far: one key name a line, in the order asked; an empty line where the remote has no such key."""
    written = scene.fields.get(KEYS, "")
    keys = written.split("\n") if written else []
    answers = tuple(Answer(command, key) for command, key in zip(ASKED, keys, strict=False))
    return Lesson(scene.remote_source, answers)


def answer(scene: Scene, act: Act) -> Outcome | None:
    """Begins, or hears one key; BACK of a remote that still works leaves."""
    if act.name == "start":
        fields = {STAGE: TEACHES}
        return Outcome(fields=fields, focus="question", say=(f"{_question(scene, Lesson(scene.remote_source))}。",))
    return _hear(scene, act.value) if act.name == "hear" else None


def _hear(scene: Scene, key: str) -> Outcome:
    lesson = _lesson(scene)
    known = lesson.commands.get(key)
    if known == Command.DOWN and lesson.can_skip:
        return _finish(scene, lesson)
    after, verdict = lesson.hear(key)
    if verdict == "taken" and scene.fields.get(REFUSED) == key:
        return Outcome(fields={}, focus="start", say=(scene.say("teach.stopped") + "。",))
    if after.asking is None:
        return _finish(scene, after)
    fields = _fields_of(after, refused=key if verdict == "taken" else "")
    said = (f"{scene.say(f'teach.verdicts.{verdict}')}。", f"{_question(scene, after)}。")
    return Outcome(fields=fields, say=said)


def _fields_of(lesson: Lesson, *, refused: str) -> Mapping[str, str]:
    return {STAGE: TEACHES, KEYS: "\n".join(answer.key for answer in lesson.answers), REFUSED: refused}


def _finish(scene: Scene, lesson: Lesson) -> Outcome:
    """The remote is this box's own from now on, also after the next start."""
    return Outcome(
        fields={**_fields_of(lesson, refused=""), STAGE: IS_DONE},
        memory=replace(scene.memory, remote=OWN_REMOTE),
        taught=lesson.profile(scene.say("teach.profile")),
        focus="back",
        say=(scene.say("teach.finished", count=len(lesson.commands)) + "。",),
    )
