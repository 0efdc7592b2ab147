"""How far a section of a form is: what its list of progress shows."""

from collections.abc import Iterable, Iterator

from wtforms import Field, Form, FormField

from directory.submissions.forms.fields import Fault, Parts


def state_of(parts: Iterable[Field], faults: Iterable[Fault]) -> str:
    """Say `wrong` where something is to be put right, `open` where something needed is not there.

    Else `filled`, or `optional` where nothing is needed.
    """
    fields = list(_within(parts))
    here = {field.id for field in fields}
    if any(anchor in here for anchor, _path, _sentence in faults):
        return "wrong"
    needed = [field for field in fields if _needed(field)]
    if not needed:
        return "optional"
    return "filled" if all(_filled(field) or _elsewhere(field, fields) for field in needed) else "open"


def _within(parts: Iterable[Field]) -> Iterator[Field]:
    for part in parts:
        yield part
        if isinstance(part, Parts):
            yield from _within(part.entries)
        elif isinstance(part, FormField) and isinstance(part.form, Form):
            yield from _within(part.form)


def _needed(field: Field) -> bool:
    told = field.render_kw or {}
    return bool(getattr(field, "needed", False) or told.get("aria-required") or told.get("data-either"))


def _filled(field: Field) -> bool:
    return bool(field.data.strip() if isinstance(field.data, str) else field.data)


def _elsewhere(field: Field, fields: Iterable[Field]) -> bool:
    """Tell whether another field says what this one lacks: the one that it names."""
    other = (field.render_kw or {}).get("data-either")
    name = f"{field.name.rpartition('-')[0]}-{other}"
    return other is not None and any(each.name == name and _filled(each) for each in fields)
