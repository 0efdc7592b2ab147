"""What search engines and programs read: Markdown twins, linked data, sitemap, llms.txt."""

from flask import Flask
from flask_babel import gettext

from directory.catalogue.explain import Claim
from directory.catalogue.lineage import Base
from directory.catalogue.queries import Made, Record
from directory.config import Settings
from directory.export import linked, sitemap, views
from directory.export.linked import Node, Place
from directory.vocabulary import _
from directory.web import languages

NAME = _("European companies that adopt Chinese AI models")
DESCRIPTION = _(
    "A public directory of European companies that adopt Chinese AI models: who, for what, by which route, since when,"
    " and who says so. Every claim has a dated, quoted source."
)
COMPANIES, MODELS, DEVELOPERS = _("Companies"), _("Models"), _("Developers")


def init_app(app: Flask) -> None:
    """Add what programs read, and let pages say what they show as linked data."""
    settings: Settings = app.config["SETTINGS"]
    app.register_blueprint(views.blueprint)

    def here() -> Place:
        language = languages.asked()
        pages = languages.site_address(settings, language)
        return Place(languages.site_address(settings), pages, language)

    def company(record: Record, claims: list[Claim]) -> Node:
        return linked.company(here(), record, claims, gettext(COMPANIES))

    def family(record: Record, made: Made, bases: dict[str, Base]) -> Node:
        return linked.family(here(), record, made, bases, gettext(MODELS))

    def version(record: Record, told: dict[str, object], made: Made, base: Base | None) -> Node:
        return linked.version(here(), record, told, made, base, gettext(MODELS))

    def developer(record: Record) -> Node:
        return linked.developer(here(), record, gettext(DEVELOPERS))

    def home() -> Node:
        return linked.home(here(), gettext(NAME), gettext(DESCRIPTION), sitemap.newest())

    def crumbs(*steps: tuple[str, str]) -> Node:
        return linked.graph(linked.crumbs(here(), steps))

    app.jinja_env.globals.update(
        linked_company=company,
        linked_family=family,
        linked_version=version,
        linked_developer=developer,
        linked_home=home,
        crumbs=crumbs,
    )
