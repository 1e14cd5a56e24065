"""Everything a question can mean: services of the lexicon, hotlines, and matters known to be elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from content.model import Hotline
from content.understanding.lexicon import LexiconEntry
from content.understanding.target_names import Target, names_of
from content.understanding.wording import Wording

# A service answers more than a telephone number does; in an emergency the number is the answer.
HOTLINE_WEIGHT = 0.75
# A shorter text stands in names that mean something else: 收养 in a name about the register of births.
SHORTEST_TELLING_NAME = 4


def all_targets(services: Iterable[LexiconEntry], hotlines: Sequence[Hotline], wording: Wording) -> list[Target]:
    """The services first, so that equal scores favour them."""
    targets = [service_target(entry) for entry in services]
    known = {target.id for target in targets}
    targets += [_hotline(hotline) for hotline in hotlines]
    all_names = "\n".join(name.text for target in targets if target.kind == "service" for name in target.names)
    targets += _elsewhere(wording, known, all_names)
    return targets


def service_target(entry: LexiconEntry) -> Target:
    """A service with all it is called; what nobody calls it but a situation brings comes last."""
    names = (
        *names_of([entry.title], "title"),
        *names_of([name for name in entry.names if name != entry.title], "alias"),
        *names_of(entry.concepts, "concept"),
    )
    return Target("service", entry.id, entry.title, entry.topic, names, entry.weight)


def _hotline(hotline: Hotline) -> Target:
    names = (*names_of([hotline.name], "title"), *names_of(hotline.says, "alias"))
    weight = 1.0 if hotline.emergency else HOTLINE_WEIGHT
    return Target("hotline", hotline.number, hotline.name, "", names, weight)


def _elsewhere(wording: Wording, known: set[str], all_names: str) -> Iterator[Target]:
    """Matters people ask for that the lexicon does not hold: they keep a near service from being taken for them."""
    for concept in wording.concepts.values():
        if concept.id not in known:
            names = (*names_of([concept.title], "title"), *names_of(concept.says, "concept"))
            yield Target("elsewhere", concept.id, concept.title, "", names)
    for title, says in wording.elsewhere.items():
        is_held_here = any(saying in all_names for saying in (title, *says) if len(saying) >= SHORTEST_TELLING_NAME)
        if not is_held_here:
            yield Target("elsewhere", title, title, "", (*names_of([title], "title"), *names_of(says, "concept")))
