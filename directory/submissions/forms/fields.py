"""The fields that forms are made of: what is asked is quoted from the document, one part holds many of a kind."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

from wtforms import Field, FieldList, Form, FormField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2
from wtforms.widgets import CheckboxInput, ListWidget

from directory.catalogue.source import Part
from directory.errors import Invalid, Problem, Refused
from directory.web.i18n import by_label, choices, label, sentence

Data = dict[str, Any]
# The anchor of a field, its path in the document, the sentence.
Fault = tuple[str, tuple[str | int, ...], str]
LONGEST_INDEX = 4
# A company is described, not the writer: what the browser knows of the writer is not offered.
PLAIN = {"autocomplete": "off"}
NOTHING: Mapping[str, str] = {}
ADDRESS = PLAIN | {"type": "url", "inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}
CODE = PLAIN | {"spellcheck": "false", "autocapitalize": "none"}


class Help(str):
    """Be the plain words that explain a field, with an example of what to write."""

    __slots__ = ("example",)
    example: str

    def __new__(cls, text: str, example: object = "") -> Self:
        """Take the words and an example; those of a list stand beside each other."""
        made = super().__new__(cls, text)
        made.example = ", ".join(map(str, example)) if isinstance(example, list) else str(example)
        return made


class Parts(FieldList):  # type: ignore[type-arg]  # generic in the stubs only
    """Be a list of parts; what is no plain small number in a posted name is no part."""

    def _extract_indices(self, prefix: str, formdata: Mapping[str, Any]) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            number = name.removeprefix(start).partition("-")[0]
            if name.startswith(start) and number.isascii() and number.isdigit() and len(number) <= LONGEST_INDEX:
                yield int(number)


class Lines(TextAreaField):
    """Be a list of short texts, one a line."""

    def process_data(self, value: Sequence[str] | None) -> None:
        self.data = "\n".join(value or [])

    def lines(self) -> list[str]:
        """Give the lines that hold something."""
        return [line.strip() for line in (self.data or "").splitlines() if line.strip()]


class Ticks(SelectMultipleField):
    """Be boxes to tick; whoever reads what was ticked judges it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    validate_choice = False

    # Whether one has to be ticked.
    needed = False


class NeededTicks(Ticks):
    """Be boxes of which at least one is ticked."""

    needed = True


def _about(shape: type[Part], name: str) -> Data:
    """Quote the document for a field: its title, its help, how long it may be, whether it is needed."""
    info = shape.model_fields[name]
    longest = next((m.max_length for m in info.metadata if getattr(m, "max_length", None)), None)
    told: Data = {"maxlength": longest} if longest else {}
    return {
        "label": info.title or name,
        "description": Help(info.description or "", *(info.examples or [])[:1]),
        "render_kw": told | ({"aria-required": "true"} if info.is_required() else {}),
    }


def needed(shape: type[Part], name: str) -> Data:
    """Quote the document for a choice that must be made; it has no length, and its choices are the examples."""
    told = _about(shape, name)
    return told | {"description": Help(told["description"]), "render_kw": {"aria-required": "true"}}


def short(
    shape: type[Part], name: str, default: Callable[[], str] | None = None, told: Mapping[str, str] = PLAIN
) -> StringField:
    """Ask for a line of text that the document tells of; `told` is what its box says to the browser."""
    about = _about(shape, name)
    return StringField(**about | {"render_kw": about["render_kw"] | told}, default=default)


def long(shape: type[Part], name: str, rows: int = 3, told: Mapping[str, str] = NOTHING) -> TextAreaField:
    """Ask for a longer text.

    No maxlength: a browser would cut what is pasted without a word; the rule says how long it may be, a script counts.
    """
    about = _about(shape, name)
    kept: Data = {("data-longest" if key == "maxlength" else key): value for key, value in about["render_kw"].items()}
    return TextAreaField(**about | {"render_kw": kept | {"rows": rows, **told}})


def lines(shape: type[Part], name: str) -> Lines:
    """Ask for short texts, one a line."""
    return Lines(**_about(shape, name) | {"render_kw": {"rows": 3}})


def ticks(shape: type[Part], name: str, kind: str) -> Ticks:
    """Ask for words of a closed list."""
    return NeededTicks(**needed(shape, name) | {"render_kw": {}}, choices=lambda: listed(kind))


def choice(shape: type[Part], name: str, kind: str, empty: str = "", default: str | None = None) -> SelectField:
    """Ask for one word of a closed list; the document judges it: its sentence is the same in the API and in seeds."""
    told = _about(shape, name)
    told["description"] = Help(told["description"])
    return SelectField(**told, choices=lambda: listed(kind, empty), validate_choice=False, default=default)


def listed(kind: str, empty: str = "") -> list[SelectChoice]:
    """List the words of a closed list, after an empty choice where it has a name."""
    return offered(
        ((str(word), label(kind, word)) for word in (by_label(kind) if kind == "sector" else choices(kind))), empty
    )


def offered(pairs: Iterable[tuple[str, str]], empty: str = "") -> list[SelectChoice]:
    """List values with their labels, after an empty choice where it has a name."""
    none = [SelectChoice("", empty)] if empty else []
    return none + [SelectChoice(value, told) for value, told in pairs]


def step(form: Form, pressed: str) -> None:
    """Add or remove a part, as a button without JavaScript asks: `add adoptions`, `remove adoptions-0-sources-1`."""
    verb, _space, place = pressed.partition(" ")
    field = find(form, tuple(place.split("-")))
    if verb == "add" and isinstance(field, Parts) and len(field) < (field.max_entries or 0):
        field.append_entry()
    if verb == "remove":
        above = find(form, tuple(place.split("-")[:-1]))
        if isinstance(above, Parts) and field in above.entries and len(above) > above.min_entries:
            above.pop_entry(above.entries.index(field))  # type: ignore[call-arg]  # the stubs are of 3.2


def find(form: Form, path: Sequence[str | int]) -> Field | None:
    """Find the field that a path of the document leads to, or the nearest one above it."""
    here: Form | Field = form
    for step_ in path:
        below = _below(here, str(step_))
        if below is None:
            break
        here = below
    return here if isinstance(here, Field) else None


def _below(here: Form | Field, step_: str) -> Field | None:
    if isinstance(here, Parts):
        number = int(step_) if step_.isascii() and step_.isdigit() and len(step_) <= LONGEST_INDEX else len(here)
        return here.entries[number] if number < len(here) else None
    inner = here.form if isinstance(here, FormField) else here
    found: Field | None = inner._fields.get(step_) if isinstance(inner, Form) else None
    return found


def summary_of(form: Form, refusal: Refused | None, beside: Form | None = None) -> list[Fault]:
    """Put each problem at its field, in the form or in the one `beside` it; give the summary of a refusal."""
    if isinstance(refusal, Invalid):
        return _at_fields([form, beside] if beside else [form], refusal.problems)
    return [("main", (), sentence(refusal))] if refusal else []


def _at_fields(forms: Iterable[Form], problems: Iterable[Problem]) -> list[Fault]:
    summary = []
    for problem in problems:
        field = next((found for form in forms if (found := find(form, problem.path)) is not None), None)
        if field is not None:
            said = sentence(problem)
            if not isinstance(field, FormField):
                field.errors = [*field.errors, said]
            summary.append((field.id, problem.path, said))
        else:
            summary.append(("main", problem.path, sentence(problem)))
    return summary
