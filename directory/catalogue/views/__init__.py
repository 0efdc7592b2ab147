"""The public pages of the catalogue; each module adds its own to the one blueprint."""

from flask import Blueprint

from directory.catalogue import queries
from directory.web.pages import make_public

blueprint = Blueprint("catalogue", __name__)
make_public(blueprint, queries.revision)
machine = Blueprint("machine", __name__)
