"""Carry what somebody changed in a document over to what others made of it meanwhile: field by field, item by item."""

from typing import Any

Data = dict[str, Any]
# What names an item of a list among the others: these fields, or more of them where they name two.
KEYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "adoptions": (("model", "use", "route"),),
    "sources": (("url", "locator"), ("url", "locator", "quote")),
    "translations": (("language",),),
}


def merged(base: Data, live: Data, proposed: Data) -> Data:
    """Give `live` with what `proposed` changed in `base`.

    What both changed stays as proposed, so the difference shows it. Adoptions and sources are merged item by item,
    in the order that they have in `live`, the new ones last; any other list counts as one value.
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
    return proposed


def _named(keys: tuple[str, ...], items: list[Data]) -> dict[tuple[Any, ...], Data]:
    return {tuple(item.get(key) for key in keys): item for item in items}


def _item(base: Data | None, live: Data | None, proposed: Data | None) -> Data | None:
    if live and proposed:
        return merged(base or {}, live, proposed)
    return live if proposed == base else proposed
