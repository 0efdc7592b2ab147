"""Say in words which field of a document a path leads to."""

from collections.abc import Sequence

from directory.catalogue.document import Adoption, Company, Source
from directory.vocabulary import _

PARTS = {"adoptions": _("Adoption"), "sources": _("Source"), "versions": _("Version")}
TITLES = {
    name: info.title for shape in (Company, Adoption, Source) for name, info in shape.model_fields.items() if info.title
}


def steps(path: Sequence[str | int]) -> list[tuple[str, int | None]]:
    """Give a path as labels to translate, with the numbers of parts from one: [("Adoption", 1), ("Use", None)]."""
    told: list[tuple[str, int | None]] = []
    for place, step in enumerate(path):
        if isinstance(step, int):
            continue
        following = path[place + 1] if place + 1 < len(path) else None
        number = following + 1 if isinstance(following, int) else None
        label = PARTS.get(step) if number else TITLES.get(step)
        told.append((label or step.replace("_", " ").capitalize(), number))
    return told
