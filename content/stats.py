"""How much content there is, for editors and for whoever plans the speech: guides, names, questions, steps, seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from content.files import Content, read_content
from content.model import Guide, Status

# Older listeners prefer it slower than a newsreader's 258 (Chan & Lee 2005).
SPEECH_CHARACTERS_PER_MINUTE = 185
_STATUSES: tuple[Status, ...] = ("example", "sourced", "verified")


def spoken_characters(guide: Guide) -> int:
    """Everything a voice may say of a guide: its name, short answers, steps, questions and answers."""
    short = guide.short
    texts = [guide.spoken_name or guide.title]
    texts += [short.time, short.fee, short.place, short.materials, short.visits] if short else []
    texts += [step.speech for step in guide.steps]
    texts += [part for question in guide.faq for part in (question.q, question.a)]
    return sum(len(text) for text in texts)


def count_content(folder: Path) -> Iterator[str]:
    """Lines of a table, in Chinese."""
    content, faults = read_content(folder)
    guides = list(content.guides.values())
    statuses = Counter(guide.status for guide in guides)
    yield f"指南 {len(guides)} 篇：" + "，".join(f"{status} {statuses[status]}" for status in _STATUSES)
    yield from _count_topics(content)
    yield f"差异文件 {len(content.overlays)} 个，场景 {len(content.scenarios)} 个，公告 {len(content.notices)} 条"
    for name, parts in (
        ("别名", [guide.aliases for guide in guides]),
        ("测试提问", [guide.questions for guide in guides]),
        ("步骤", [guide.steps for guide in guides]),
        ("常见问题", [guide.faq for guide in guides]),
    ):
        yield f"{name} {sum(len(part) for part in parts)} 个"
    seconds = 60 * sum(spoken_characters(guide) for guide in guides) / SPEECH_CHARACTERS_PER_MINUTE
    yield f"朗读约 {seconds:.0f} 秒（{seconds / 60:.0f} 分钟，每分钟 {SPEECH_CHARACTERS_PER_MINUTE} 字）"
    places = Counter(office.region for office in content.offices)
    for code, count in sorted(places.items()):
        region = content.regions.get(code)
        yield f"网点 {code} {region.name if region else ''}：{count} 个"
    if faults:
        yield f"另有 {len(faults)} 处结构问题，用 check 查看"


def _count_topics(content: Content) -> Iterator[str]:
    counted = Counter(guide.topic for guide in content.guides.values())
    for topic in content.topics:
        if counted[topic.id]:
            yield f"  {topic.title}（{topic.id}）：{counted[topic.id]} 篇"
