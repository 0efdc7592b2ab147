"""The public pages of the catalogue."""

from flask import Blueprint

from directory.catalogue import queries
from directory.web.pages import make_public

blueprint = Blueprint("catalogue", __name__)
make_public(blueprint, queries.revision)
