"""The company form: it lists the fields that a person may fill in; the document's rules judge what was typed."""

from collections.abc import Iterable

from wtforms import Form, FormField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2

from directory import clock
from directory.catalogue.document import MOST_ADOPTIONS, MOST_SOURCES, Adoption, Company
from directory.catalogue.labels import EXTRA
from directory.catalogue.source import MOST_TRANSLATIONS, Source, Translation
from directory.submissions.forms.fields import (
    ADDRESS,
    CODE,
    PLAIN,
    Parts,
    Ticks,
    choice,
    lines,
    long,
    needed,
    offered,
    short,
    ticks,
)
from directory.submissions.forms.sending import SendingForm
from directory.vocabulary import EUROPE, Existence
from directory.web.i18n import by_country, country_name

# A source is found by its address or where its locator says; it is quoted, or the locator says where it says so.
EITHER = {"data-either": "locator"}


def _countries() -> list[SelectChoice]:
    return offered(((code, country_name(code)) for code in by_country(EUROPE)), "—")


class TranslationForm(Form):
    """Ask for the quote in another language."""

    language = short(Translation, "language")
    text = long(Translation, "text")
    by = choice(Translation, "by", "translator", "—")


class SourceForm(Form):
    """Ask for one source."""

    url = short(Source, "url", told=ADDRESS | EITHER)
    locator = short(Source, "locator")
    title = short(Source, "title")
    publisher = short(Source, "publisher")
    kind = choice(Source, "kind", "medium", "—")
    by = choice(Source, "by", "speaker", "—")
    published = short(Source, "published")
    accessed = short(Source, "accessed", default=lambda: clock.today().isoformat())
    language = short(Source, "language", told=CODE | {"list": "languages"})
    quote = long(Source, "quote", told=EITHER)
    translations = Parts(FormField(TranslationForm), min_entries=0, max_entries=MOST_TRANSLATIONS)
    archive_url = short(Source, "archive_url", told=ADDRESS)


class AdoptionForm(Form):
    """Ask for one adoption with its sources."""

    model = SelectField(**needed(Adoption, "model"), choices=list, validate_choice=False)
    versions = lines(Adoption, "versions")
    use = choice(Adoption, "use", "use", "—")
    route = choice(Adoption, "route", "route", "—")
    operator = short(Adoption, "operator")
    region = short(Adoption, "region")
    status = choice(Adoption, "status", "status", "—")
    since = short(Adoption, "since")
    until = short(Adoption, "until")
    statement = long(Adoption, "statement")
    sources = Parts(FormField(SourceForm), min_entries=1, max_entries=MOST_SOURCES)


class NewAdoptionForm(SendingForm):
    """Ask for adoptions that an entry does not have yet."""

    adoptions = Parts(FormField(AdoptionForm), min_entries=1, max_entries=MOST_ADOPTIONS)


class CompanyForm(NewAdoptionForm):
    """Ask for a company with its adoptions: the whole document but what only a moderator may set."""

    name = short(Company, "name")
    legal_name = short(Company, "legal_name")
    aliases = lines(Company, "aliases")
    website = short(Company, "website", told=ADDRESS)
    country = SelectField(**needed(Company, "country"), choices=_countries, validate_choice=False)
    city = short(Company, "city")
    founded = short(Company, "founded", told=PLAIN | {"inputmode": "numeric"})
    size = choice(Company, "size", "size", "—")
    sectors = ticks(Company, "sectors", "sector")
    registry_id = short(Company, "registry_id", told=CODE)
    summary = long(Company, "summary")
    status = choice(Company, "status", "existence", default=str(Existence.ACTIVE))
    # Its choices are the entries that may be the same company, which the page lists.
    not_it = Ticks(EXTRA["not_it"], choices=list)


def offer_models(form: NewAdoptionForm, families: Iterable[tuple[str, str]]) -> None:
    """Fill the choice of models in every adoption: slugs and names."""
    listed = offered(families, "—")
    for adoption in form.adoptions:
        adoption.form.model.choices = listed
