"""Carry what somebody changed in a document over to what others made of it meanwhile: field by field, item by item."""

from collections.abc import Callable, Sequence
from typing import Any

Data = dict[str, Any]
# What names an item of a list among the others: these fields, or more of them where they name two.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "adoptions": (("model", "use", "route"),),
    "sources": (("url", "locator"), ("url", "locator", "quote")),
    "translations": (("language",),),
}
# What a link check or a re-reading adds to an item without altering what it says.
NOTES: dict[str, tuple[str, ...]] = {"adoptions": ("reread",), "sources": ("recheck", "archive_url")}


def merged(base: Data, live: Data, proposed: Data) -> Data:
    """Give `live` with what `proposed` changed in `base`.

    What both changed stays as proposed, so the difference shows it. Adoptions and sources are merged item by item,
    in the order that they have in `live`, the new ones last; any other list counts as one value, but for the days,
    marks and copies that were added meanwhile to what says the same.
    """
    names = dict.fromkeys([*live, *proposed])
    kept = {name: _value(name, base.get(name), live.get(name), proposed.get(name)) for name in names}
    return {name: value for name, value in kept.items() if value is not None and value != []}


def _value(name: str, base: Any, live: Any, proposed: Any) -> Any:  # noqa: ANN401  (any value of a document)
    if proposed == base:
        return live
    if live in (base, proposed) or name not in KEYS:
        return proposed
    return _items(name, base or [], live or [], proposed or [])


def _items(name: str, base: list[Data], live: list[Data], proposed: list[Data]) -> list[Data]:
    for keys in KEYS[name]:
        was, now, then = (_named(keys, items) for items in (base, live, proposed))
        if (len(was), len(now), len(then)) == (len(base), len(live), len(proposed)):
            order = dict.fromkeys([*now, *then])
            found = (_item(was.get(each), now.get(each), then.get(each)) for each in order)
            return [item for item in found if item is not None]
    return _noted(name, base, live, proposed)


def _noted(name: str, base: list[Data], live: list[Data], proposed: list[Data]) -> list[Data]:
    """Give items as they are proposed, with the notes that they have now."""
    notes = NOTES.get(name, ())
    same: Callable[[Data], object] = words if name == "sources" else _name
    sides = (partners(proposed, side, _bare, same) for side in (base, live))
    found = []
    for item, was, now in zip(proposed, *sides, strict=True):
        told = {note: _value(note, (was or {}).get(note), now.get(note), item.get(note)) for note in notes if now}
        kept = {key: value for key, value in (item | told).items() if value is not None}
        if now and "sources" in item:
            kept["sources"] = _noted("sources", (was or {}).get("sources", []), now["sources"], item["sources"])
        found.append(kept)
    return found


def partners(items: Sequence[Data], among: Sequence[Data], *names: Callable[[Data], object]) -> list[Data | None]:
    """Give for each item the one among others that it came from, each once: by the first name, else by the next."""
    left, found = list(range(len(among))), dict[int, int]()
    for name in names:
        known = [name(each) for each in among]
        for place, item in enumerate(items):
            if place not in found and (old := next((n for n in left if known[n] == name(item)), None)) is not None:
                found[place] = old
                left.remove(old)
    return [among[found[place]] if place in found else None for place in range(len(items))]


def words(source: Data) -> tuple[Any, Any]:
    """Name what a mark of a source is about: a quote at an address, or what is found on paper."""
    return source.get("url") or source.get("locator"), source.get("quote") or source.get("locator")


def _name(item: Data) -> tuple[Any, ...]:
    return tuple(map(item.get, KEYS["adoptions"][0]))


def _bare(item: Data) -> Data:
    told = {name: value for name, value in item.items() if name not in ("reread", "recheck", "archive_url")}
    return told | ({"sources": [_bare(each) for each in item["sources"]]} if "sources" in item else {})


def _named(keys: tuple[str, ...], items: list[Data]) -> dict[tuple[Any, ...], Data]:
    return {tuple(item.get(key) for key in keys): item for item in items}


def _item(base: Data | None, live: Data | None, proposed: Data | None) -> Data | None:
    if live and proposed:
        return merged(base or {}, live, proposed)
    return live if proposed == base else proposed
