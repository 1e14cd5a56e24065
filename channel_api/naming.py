"""What people say, added where search will know it: as one more name of a guide, or as one more way to say its matter.

A name is found as it stands; a saying is a few words that may stand anywhere in a question, with all their synonyms.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from channel_api.editing.kinds import GUIDES, EditedKind, find_kind
from channel_api.editing.texts import Text
from channel_api.editing.workflow import Person
from channel_api.editing_desk import EditingDesk, Kept, NoSuchGuideError
from channel_api.guide_checking import GuideChecker
from channel_api.opened_guide import Opened, Token
from content.faults import Fault
from content.model import Guide
from content.word_entries import ConceptWords, WordEntry

Way = Literal["alias", "concept"]
CONCEPT = "concept"
FIELDS: dict[Way, str] = {"alias": "aliases", "concept": "says"}
NOT_BEGUN = Token(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Where something is added. `entry`: the text it goes into, None where that has to be begun."""

    way: Way
    guide: Opened
    key: str
    entry: Opened | None

    @property
    def kind(self) -> EditedKind:
        return GUIDES if self.way == "alias" else find_kind(CONCEPT)

    @property
    def token(self) -> Token:
        return self.entry.token if self.entry else NOT_BEGUN

    @property
    def text(self) -> Text:
        """As it is now."""
        if self.entry and self.entry.text:
            return self.entry.text
        return {"id": self.guide.key, "title": self.guide.title}

    def is_known(self, name: str) -> bool:
        """Whether nothing would change."""
        known = {*self.text.get(FIELDS[self.way], ())}
        return name in (
            known if self.way == CONCEPT else known | {self.text.get("title"), self.text.get("spoken_name")}
        )

    def text_with(self, name: str) -> Text:
        """The text with one more name or saying."""
        field = FIELDS[self.way]
        return self.text if self.is_known(name) else {**self.text, field: [*self.text.get(field, ()), name]}

    def find_faults(self, name: str, checker: GuideChecker, today: date) -> list[Fault]:
        """What the rules say against it; what else is wrong with the text is said when that is sent round."""
        if self.is_known(name):
            return []
        text = self.text_with(name)
        field = FIELDS[self.way]
        place = f"{field}[{len(text[field]) - 1}]"
        return [fault for fault in checker.find_faults(text, today, self.kind) if fault.key == place]

    def keep(self, desk: EditingDesk, who: Person, name: str, token: Token, reason: str) -> Kept:
        """In a draft. Raises what `EditingDesk.save` and `begin` raise."""
        if self.entry is None:
            desk.begin(who, self.text_with(name), self.kind)
            return Kept(changed=True)
        return desk.save(who, self.key, self.text_with(name), token, reason=reason)


def open_naming(desk: EditingDesk, guide_key: str, way: Way) -> Naming:
    """Raises NoSuchGuideError for what is no guide, or is withdrawn: only guides are found by names."""
    guide = desk.open(guide_key)
    if guide.kind.cls is not Guide or not guide.text:
        raise NoSuchGuideError(guide_key)
    if way == "alias":
        return Naming(way=way, guide=guide, key=guide_key, entry=guide)
    key = find_kind(CONCEPT).key_of({"id": guide_key})
    try:
        entry = desk.open(key)
    except NoSuchGuideError:
        return Naming(way=way, guide=guide, key=key, entry=None)
    if entry.is_gone:  # withdrawn on purpose: putting it back is done on its own page
        raise NoSuchGuideError(key)
    return Naming(way=way, guide=guide, key=key, entry=entry)


def with_alias(guide: Guide, name: str) -> Guide:
    """The guide with one more name."""
    return guide if name in guide.aliases else replace(guide, aliases=(*guide.aliases, name))


def with_saying(words: Sequence[WordEntry], naming: Naming, saying: str) -> list[WordEntry]:
    """The published words of search with one more saying; a draft of it that waits does not count."""
    live = (naming.entry.live_text or {}) if naming.entry else {}
    says = tuple(live.get("says", ()))
    entry = ConceptWords(id=naming.guide.key, title=naming.guide.title, says=(*says, saying))
    others = [word for word in words if not (isinstance(word, ConceptWords) and word.id == entry.id)]
    return [*others, entry]
