"""The claims of an entry as boxes to tick: what a removal or a notice is about."""

from collections.abc import Iterable, Mapping
from typing import Any

from directory.catalogue import identity
from directory.ledger.history import key_of
from directory.submissions.details import ClaimKey
from directory.submissions.forms.fields import Ticks, offered
from directory.web.i18n import label

Document = Mapping[str, Any]


def _keys(entry: Document) -> dict[str, ClaimKey]:
    """Name the claims of an entry for a form."""
    named = (dict(zip(ClaimKey.model_fields, key_of(each), strict=True)) for each in entry.get("adoptions", []))
    keys = map(ClaimKey.model_validate, named)
    return {key.value: key for key in keys}


def offer(field: Ticks, entry: Document) -> None:
    """List the claims of an entry as boxes."""
    names = dict(identity.families())
    told = (
        (value, f"{names.get(key.model, key.model)}: {label('use', key.use)}, {label('route', key.route)}")
        for value, key in _keys(entry).items()
    )
    field.choices = offered(told)


def ticked(values: Iterable[str] | None, entry: Document) -> list[ClaimKey]:
    """Give the claims whose boxes are ticked, in the order of the entry; what is no claim of it is left out."""
    told = set(values or [])
    return [key for value, key in _keys(entry).items() if value in told]
