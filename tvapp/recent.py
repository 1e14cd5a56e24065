"""Which guides a household looked at last. Pure."""

from __future__ import annotations

from tvapp.memory import Memory
from tvapp.scene import Scene


def remember_guide(scene: Scene) -> Memory:
    """The memory after this screen was shown; a guide people would hide from each other leaves no trace."""
    if not scene.route.pattern.startswith("guide/{id}"):
        return scene.memory
    fetched = scene.data.guide(scene.route.parameters["id"], scene.region)
    is_shown = fetched.value is not None and not fetched.value.guide.sensitive
    return scene.memory.with_recent(scene.route.parameters["id"]) if is_shown else scene.memory
