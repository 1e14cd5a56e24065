"""One item of a portal as a guide: what it says goes where it belongs, what it does not say stays empty.

Nothing is made up, and the short answers stay empty: nobody wrote them to be spoken.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal
from urllib.parse import urlsplit

from channel_api.importing.cleaning import clean_text
from channel_api.importing.fields import Fields
from channel_api.importing.names import find_aliases, join_title, split_outside_brackets
from channel_api.importing.phones import find_phones
from content.model import (
    Booking,
    Channels,
    Codes,
    Guide,
    Limit,
    Limits,
    Material,
    OnlineChannel,
    Phones,
    Source,
    Visits,
)

ID_PREFIX = "item-"
OTHER_TOPIC = "other"
MOST_VISITS = 20

_LIMIT = re.compile(r"([0-9]{1,4}) ?[(（]?([^()（）0-9 ]+)[)）]?")
# A condition begins on a new line, or with its number after a stop: 应当具备下列条件：1、…；2、…
_CONDITION = re.compile(
    r"\n|(?<=[；;。：:]) ?(?=[（(]?(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:[)）]|[、.．](?![0-9])))"
)
_UNFINISHED = ("；", ";", "：", ":", "，", "、")
_PLACE_ENDS = "；;\n"


def guide_id(task_code: str) -> str:
    """The id under which an item stays the same from import to import."""
    return ID_PREFIX + task_code.lower()


def map_item(fields: Fields, *, topics: Collection[str]) -> Guide:
    """The guide of one item. `topics`: the ids of those that exist. The title is empty where nothing of it is text."""
    title = join_title(fields.text("TASK_NAME"), fields.text("subTaskName"))
    limits = _limits(fields)
    places = _places(fields)
    channels = _channels(fields, has_window=bool(places))
    guide = Guide(
        id=guide_id(fields.raw("TASK_CODE")),
        region=fields.raw("AREACODE"),
        title=title,
        aliases=_aliases(fields, title),
        topic=_topic(fields, topics),
        department=fields.text("DEPT_NAME"),
        audience=fields.texts("service_object_name"),
        codes=Codes(catalog=fields.text("CATAID"), implementation=fields.raw("TASK_CODE")),
        kind=_kind(limits),
        channels=channels,
        booking=_booking(fields),
        visits=_visits(fields),
        limits=limits,
        eligibility=_conditions(fields),
        materials=_materials(fields),
        phones=_phones(fields),
        sources=(_source(fields, channels),),
        notes="\n".join(f"{fields.tables.words['place_label']}：{place}" for place in places),
        status="example",
    )
    fields.finish()
    return guide


def _aliases(fields: Fields, title: str) -> tuple[str, ...]:
    texts = [fields.text("matter_short"), fields.text("matter_daily")]
    names, has_general = find_aliases(texts, title, fields.tables.too_general)
    if has_general:
        fields.note("alias_general")
    return tuple(names)


def _topic(fields: Fields, topics: Collection[str]) -> str:
    themes = fields.tables.themes
    known = (themes[theme] for theme in fields.texts("theme_category") if theme in themes)
    topic = next((topic for topic in known if topic in topics), OTHER_TOPIC)
    if topic == OTHER_TOPIC:
        fields.note("no_topic")
    return topic


def _limits(fields: Fields) -> Limits | None:
    statutory, promised = _limit(fields, "handle_time"), _limit(fields, "handle_time_limit")
    if statutory is None and promised is None:
        fields.note("no_limit")
        return None
    is_same_unit = statutory and promised and statutory.unit == promised.unit
    if is_same_unit and statutory and promised and promised.value > statutory.value:
        fields.note("limits_contradict")
    return Limits(statutory=statutory, promised=promised)


def _limit(fields: Fields, key: str) -> Limit | None:
    text = fields.text(key)
    if not text:
        return None
    found = _LIMIT.fullmatch(text)
    unit = fields.tables.units.get(found[2]) if found else None
    if found is None or unit is None:
        fields.note("limit_unknown")
        return None
    return Limit(value=int(found[1]) * unit[1], unit=unit[0])


def _kind(limits: Limits | None) -> Literal["", "即办件"]:
    """Only a promise of no time at all says how an item is dealt with; one working day does not."""
    is_same_day = limits is not None and limits.promised is not None and limits.promised.value == 0
    return "即办件" if is_same_day else ""


def _visits(fields: Fields) -> Visits | None:
    text = fields.text("visit_number") or fields.text("LIMIT_SCENE_NUM")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= MOST_VISITS):
        fields.note("visits_unknown")
        return None
    return Visits(count=int(text))


def _conditions(fields: Fields) -> tuple[str, ...]:
    pieces = _CONDITION.split(fields.lines("accept_standard"))
    tidied = [clean_text(piece, {}) for piece in pieces]
    conditions = [piece.rstrip("；;") for piece in tidied if piece]
    is_cut = bool(conditions) and tidied[-1].endswith(_UNFINISHED)
    if is_cut:
        fields.note("condition_cut")
        conditions.append(fields.tables.words["condition_cut"])
    return tuple(dict.fromkeys(conditions))


def _materials(fields: Fields) -> tuple[Material, ...]:
    """Names are all the portal gives; how many originals and copies it does not say."""
    names = fields.texts("material_intro")
    if not names:
        fields.note("no_materials")
    endings = tuple(fields.tables.words["form_endings"])
    return tuple(
        Material(
            name=name.rstrip("；;。"),
            kind="申请表格文书" if name.rstrip("；;。").endswith(endings) else "证件证书证明",
            originals=0,
        )
        for name in names
    )


def _places(fields: Fields) -> list[str]:
    words = fields.tables.words
    text = fields.lines("handle_location")
    if text == words["no_window"]:
        return []
    label = re.compile(f"{words['place_label']}[：:]")
    pieces = [piece.strip() for part in label.split(text) for piece in split_outside_brackets(part, _PLACE_ENDS)]
    places = [piece for piece in pieces if piece not in fields.tables.not_given]
    if not places:
        fields.note("no_place")
    return [clean_text(place, {}) for place in places]


def _channels(fields: Fields, *, has_window: bool) -> Channels | None:
    """None where the item says nothing of any way; a missing place does not mean that there is no window."""
    if not any(fields.text(key) for key in ("handle_location", "URL", "courier_service")):
        return None
    online = None
    if fields.text("URL"):
        address = fields.address("URL", refused="url_not_https")
        online = OnlineChannel(name=fields.tables.words["portal_name"], url=address)
    return Channels(window=has_window, online=online, courier=fields.flag("courier_service"))


def _booking(fields: Fields) -> Booking | None:
    """Only where an address for it is given: the flag alone also stands at services without any window."""
    if not fields.flag("online_book") or not fields.text("online_book_addr"):
        return None
    address = fields.address("online_book_addr", refused="booking_url_not_https")
    return Booking(how=fields.tables.words["booking_how"], url=address)


def _phones(fields: Fields) -> Phones | None:
    consult, complaint = _phone(fields, "consult_phone"), _phone(fields, "complain_phone")
    if not consult:
        fields.note("no_phone")
    elif consult == complaint:
        fields.note("phones_same")
    return Phones(consult=consult, complaint=complaint) if consult or complaint else None


def _phone(fields: Fields, key: str) -> str:
    text = fields.text(key)
    found = find_phones(text)
    if text and not found.text:
        fields.note("phone_unknown")
    if found.is_mixed:
        fields.note("phone_mixed")
    if found.lacks_area:
        fields.note("phone_without_area")
    return found.text


def _source(fields: Fields, channels: Channels | None) -> Source:
    """With an address only where it is a page of the portal itself, not of the office that does the work."""
    words = fields.tables.words
    address = channels.online.url if channels and channels.online else ""
    host = urlsplit(address).hostname or ""
    is_portal = any(host == portal or host.endswith(f".{portal}") for portal in words["portal_hosts"])
    return Source(title=words["source_title"], url=address if is_portal else "")
