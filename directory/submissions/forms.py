"""The company form: it lists the fields that a person may fill in; the document's rules judge what was typed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from wtforms import (
    EmailField,
    Field,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2

from directory import clock
from directory.catalogue.document import MOST_ADOPTIONS, MOST_SOURCES, Adoption, Company, Part, Source
from directory.errors import Invalid, Problem, Refused
from directory.text import LONGEST_MAILBOX
from directory.vocabulary import EUROPE, Existence, _
from directory.web.i18n import choices, country_name, label, sentence

Data = dict[str, Any]
# The anchor of a field, its path in the document, the sentence.
Fault = tuple[str, tuple[str | int, ...], str]
LONGEST_NOTE = 2000
LONGEST_INDEX = 4


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


def _about(shape: type[Part], name: str) -> Data:
    """Quote the document for a field: its title, its help, how long it may be, whether it is needed."""
    info = shape.model_fields[name]
    longest = next((m.max_length for m in info.metadata if getattr(m, "max_length", None)), None)
    told: Data = {"maxlength": longest} if longest else {}
    return {
        "label": info.title or name,
        "description": info.description or "",
        "render_kw": told | ({"aria-required": "true"} if info.is_required() else {}),
    }


def _needed(shape: type[Part], name: str) -> Data:
    """Quote the document for a choice that must be made; it has no length."""
    return _about(shape, name) | {"render_kw": {"aria-required": "true"}}


def _text(shape: type[Part], name: str, default: Callable[[], str] | None = None) -> StringField:
    return StringField(**_about(shape, name), default=default)


def _long(shape: type[Part], name: str, rows: int = 3) -> TextAreaField:
    # No maxlength: a browser would cut what is pasted without a word; the rule says how long it may be.
    about = _about(shape, name)
    told = {key: value for key, value in about["render_kw"].items() if key != "maxlength"}
    return TextAreaField(**about | {"render_kw": told | {"rows": rows}})


def _lines(shape: type[Part], name: str) -> Lines:
    about = _about(shape, name)
    return Lines(**about | {"render_kw": {"rows": 3}})


def _choice(shape: type[Part], name: str, kind: str, empty: str = "", default: str | None = None) -> SelectField:
    def listed() -> list[SelectChoice]:
        none = [SelectChoice("", empty)] if empty else []
        return none + [SelectChoice(str(word), label(kind, word)) for word in choices(kind)]

    # The document judges the choice: its sentence is the same here, in the API and in a seed file.
    return SelectField(**_about(shape, name), choices=listed, validate_choice=False, default=default)


def _countries() -> list[SelectChoice]:
    named = sorted((country_name(code), code) for code in EUROPE)
    return [SelectChoice("", "—"), *(SelectChoice(code, name) for name, code in named)]


def _sectors() -> list[SelectChoice]:
    return [SelectChoice(str(word), label("sector", word)) for word in choices("sector")]


class SourceForm(Form):
    """Ask for one source."""

    url = _text(Source, "url")
    locator = _text(Source, "locator")
    title = _text(Source, "title")
    publisher = _text(Source, "publisher")
    kind = _choice(Source, "kind", "medium", "—")
    by = _choice(Source, "by", "speaker", "—")
    published = _text(Source, "published")
    accessed = _text(Source, "accessed", default=lambda: clock.today().isoformat())
    language = _text(Source, "language")
    quote = _long(Source, "quote")
    archive_url = _text(Source, "archive_url")


class AdoptionForm(Form):
    """Ask for one adoption with its sources."""

    model = SelectField(**_needed(Adoption, "model"), choices=list, validate_choice=False)
    versions = _lines(Adoption, "versions")
    use = _choice(Adoption, "use", "use", "—")
    route = _choice(Adoption, "route", "route", "—")
    operator = _text(Adoption, "operator")
    region = _text(Adoption, "region")
    status = _choice(Adoption, "status", "status", "—")
    since = _text(Adoption, "since")
    until = _text(Adoption, "until")
    statement = _long(Adoption, "statement")
    sources = Parts(FormField(SourceForm), min_entries=1, max_entries=MOST_SOURCES)


class CompanyForm(Form):
    """Ask for a company with its adoptions: the whole document but what only a moderator may set."""

    name = _text(Company, "name")
    legal_name = _text(Company, "legal_name")
    aliases = _lines(Company, "aliases")
    website = _text(Company, "website")
    country = SelectField(**_needed(Company, "country"), choices=_countries, validate_choice=False)
    city = _text(Company, "city")
    founded = _text(Company, "founded")
    size = _choice(Company, "size", "size", "—")
    sectors = SelectMultipleField(
        **_about(Company, "sectors") | {"render_kw": {}},
        choices=_sectors,
        validate_choice=False,
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    registry_id = _text(Company, "registry_id")
    summary = _long(Company, "summary")
    status = _choice(Company, "status", "existence", default=str(Existence.ACTIVE))
    adoptions = Parts(FormField(AdoptionForm), min_entries=1, max_entries=MOST_ADOPTIONS)
    note = TextAreaField(
        _("Note to the moderators"),
        description=_("Private. Anything that helps to check it."),
        render_kw={"rows": 3, "maxlength": LONGEST_NOTE},
    )
    contact = EmailField(
        _("Your mail address"),
        description=_(
            "Optional and private; it is erased after the decision. Without it, keep the address of the next page."
        ),
        render_kw={"maxlength": LONGEST_MAILBOX, "autocomplete": "email"},
    )
    # A person does not see this field; what fills in everything is looked at with more care.
    homepage = StringField(_("Leave this empty"), render_kw={"autocomplete": "off", "tabindex": "-1"})


def offer_models(form: CompanyForm, families: Iterable[tuple[str, str]]) -> None:
    """Fill the choice of models in every adoption: slugs and names."""
    listed = [SelectChoice("", "—"), *(SelectChoice(slug, name) for slug, name in families)]
    for adoption in form.adoptions:
        adoption.form.model.choices = listed


def step(form: CompanyForm, pressed: str) -> None:
    """Add or remove a part, as a button without JavaScript asks: `add adoptions`, `remove adoptions-0-sources-1`."""
    verb, _space, place = pressed.partition(" ")
    field = find(form, tuple(place.split("-")))
    if verb == "add" and isinstance(field, Parts) and len(field) < (field.max_entries or 0):
        field.append_entry()
    if verb == "remove":
        above = find(form, tuple(place.split("-")[:-1]))
        if isinstance(above, Parts) and field in above.entries and len(above) > above.min_entries:
            above.pop_entry(above.entries.index(field))  # type: ignore[call-arg]  # the stubs are of 3.2


def find(form: CompanyForm, path: Sequence[str | int]) -> Field | None:
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


def summary_of(form: CompanyForm, refusal: Refused | None) -> list[Fault]:
    """Put each problem at its field; give the summary of a refusal."""
    if isinstance(refusal, Invalid):
        return _at_fields(form, refusal.problems)
    return [("main", (), sentence(refusal))] if refusal else []


def _at_fields(form: CompanyForm, problems: Iterable[Problem]) -> list[Fault]:
    summary = []
    for problem in problems:
        field = find(form, problem.path)
        if field is not None:
            said = sentence(problem)
            if not isinstance(field, FormField):
                field.errors = [*field.errors, said]
            summary.append((field.id, problem.path, said))
        else:
            summary.append(("main", problem.path, sentence(problem)))
    return summary
