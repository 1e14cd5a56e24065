"""A service that only another place offers: said wherever its guide is shown, so that nobody sets out in vain."""

from __future__ import annotations

from content.model import NATIONAL_REGION, Guide
from tvapp.scene import Scene

MOST_LEVELS = 5  # country, province, city, district, township


def only_there(scene: Scene, guide: Guide) -> str:
    """只在广州市办; empty where the guide holds here, or while it is not known what lies around the household."""
    if guide.region == NATIONAL_REGION:
        return ""
    code = scene.region
    for _ in range(MOST_LEVELS):
        region = scene.data.region(code).value
        if code == guide.region or region is None:
            return ""
        if not region.parent:
            break
        code = region.parent
    place = scene.data.region(guide.region).value
    return scene.say("rule.only_there", region=place.name) if place else ""
