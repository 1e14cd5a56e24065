"""Which roles somebody has where: by department and by region, a region with all that lies in it. Pure.

A guide says in its own words who handles it (县级民政部门，街道、乡镇受理), so a grant names how such a name begins:
民政 reaches 民政部门 and 民政局, 公安局 reaches 公安局交警支队. What says nothing belongs to no department.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from content.model import NATIONAL_REGION, Region
from content.regions import ancestry

Role = Literal["editor", "reviewer", "publisher", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)

EVERYWHERE = ""  # as a region or a department: all of them, those nobody knows too
SHORTEST_DEPARTMENT = 2  # characters; one alone would reach what nobody meant
LONGEST_DEPARTMENT = 60

_BETWEEN = re.compile(r"[，、；,;/\n]")
# Words before a name that say on which level it stands, or join it to the name before.
_LEVEL = re.compile(r"(?:或者|或|以及|当地的?|[本县市省区]里?的|(?:国家|[省市县区州乡镇]|街道)级(?:以上)?的?)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one text belongs: its region with all it lies in, the widest first, and the departments it names."""

    regions: tuple[str, ...]
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role within a department and a region."""

    role: Role
    department: str = EVERYWHERE
    region: str = EVERYWHERE

    @property
    def is_everywhere(self) -> bool:
        return (self.department, self.region) == (EVERYWHERE, EVERYWHERE)

    def covers(self, place: Place) -> bool:
        """Whether it reaches what belongs there."""
        is_region = self.region == EVERYWHERE or self.region in place.regions
        return is_region and (
            self.department == EVERYWHERE or any(name.startswith(self.department) for name in place.departments)
        )

    def reaches_as_far_as(self, other: Grant, regions: Mapping[str, Region]) -> bool:
        """Whether all that `other` covers is covered by this one too, whatever their roles."""
        is_region = self.region == EVERYWHERE or self.region in path_of(other.region, regions)
        return is_region and (self.department == EVERYWHERE or other.department.startswith(self.department))


def roles_at(grants: Collection[Grant], places: Iterable[Place]) -> frozenset[Role]:
    """The roles that hold at every one of these places: what a text belongs to before an act, and after it.

    None where there is no place: what belongs nowhere is only for whoever has a role everywhere."""
    held = [frozenset(grant.role for grant in grants if grant.covers(place)) for place in places]
    return frozenset.intersection(*held) if held else frozenset()


def may_change(actor: Collection[Grant], grants: Iterable[Grant], regions: Mapping[str, Region]) -> bool:
    """Whether somebody administers all that these grants cover, so that giving or taking them gives nobody more than
    the giver has."""
    mine = [grant for grant in actor if grant.role == "administrator"]
    return all(any(own.reaches_as_far_as(grant, regions) for own in mine) for grant in grants)


def place_of(region: str, department: str, regions: Mapping[str, Region]) -> Place:
    """Where a text of this region and these departments belongs. Nothing said as region: the whole country."""
    path = path_of(region or NATIONAL_REGION, regions)
    return Place(path, tuple(department_names(department, [regions[code].name for code in path if code in regions])))


def path_of(code: str, regions: Mapping[str, Region]) -> tuple[str, ...]:
    """The region with all it lies in, the widest first; one that is not known lies nowhere."""
    return tuple(ancestry(regions, code)) if code in regions else (code,)


def department_names(said: str, region_names: Iterable[str] = ()) -> Iterator[str]:
    """The departments that a text names, each without the words that only say where it is: 民政部门, 街道, 乡镇受理."""
    names = set(region_names)
    places = sorted(names | {name.rstrip("省市区县") for name in names} - {""}, key=len, reverse=True)
    for part in _BETWEEN.split(unicodedata.normalize("NFKC", said).replace(",", "，")):
        name = _without_level("".join(part.split()), places)
        if len(name) >= SHORTEST_DEPARTMENT and not _LEVEL.fullmatch(name):
            yield name


def _without_level(name: str, places: list[str]) -> str:
    """杭州市公安局西湖分局 → 公安局西湖分局, 浙江公安 → 公安, 县级以上民政部门 → 民政部门; never nothing."""
    while True:
        found = _LEVEL.match(name)
        place = next((place for place in places if name.startswith(place)), "")
        shorter = name[found.end() :] if found else name.removeprefix(place)
        if len(shorter) < SHORTEST_DEPARTMENT or shorter == name:
            return name
        name = shorter


def codes_named(said: str, regions: Mapping[str, Region]) -> list[str]:
    """The regions of this name, alone or after those it lies in: 西湖区 are several, 杭州市西湖区 is one."""
    found = []
    for code, region in regions.items():
        if region.name and said.endswith(region.name):
            names = [regions[one].name for one in path_of(code, regions)]
            if said in ("".join(names[begin:]) for begin in range(len(names))):
                found.append(code)
    return found


def parse_grant(role: str, department: str, region: str, regions: Mapping[str, Region]) -> Grant:
    """A grant as somebody typed it. Raises ValueError with what is wrong: `role`, `department` or `region`."""
    known = next((known for known in ROLES if known == role), None)
    if known is None:
        raise ValueError("role")
    code = region.strip()
    if code not in (EVERYWHERE, NATIONAL_REGION) and code not in regions:
        raise ValueError("region")
    path = path_of(code, regions)
    names = list(department_names(department, [regions[one].name for one in path if one in regions]))
    is_one = len(names) == 1 and len(names[0]) <= LONGEST_DEPARTMENT and names[0].isprintable()
    if department.strip() and not is_one:
        raise ValueError("department")
    # The country holds everything, so it needs no name of its own.
    return Grant(known, names[0] if names else EVERYWHERE, EVERYWHERE if code == NATIONAL_REGION else code)
