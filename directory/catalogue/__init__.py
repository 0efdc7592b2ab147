"""What is listed and why we believe it."""

from flask import Flask

from directory.catalogue import labels
from directory.catalogue.checks import Outcome
from directory.catalogue.licences import Effect
from directory.catalogue.source import Recheck, Translator
from directory.catalogue.views import about, blueprint, company, machine, models, places
from directory.catalogue.weakest import Proof
from directory.web import i18n

# Imported for the pages that they add to the blueprint.
PAGES = (about, company, models, places)


def init_app(app: Flask) -> None:
    """Add the public pages of the catalogue."""
    app.register_blueprint(blueprint)
    i18n.know_words(Translator, Recheck, Outcome, Proof, Effect)
    app.jinja_env.globals["steps"] = labels.steps
    app.register_blueprint(machine)
