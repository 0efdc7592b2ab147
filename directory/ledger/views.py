"""The public history: what changed, when, why."""

from flask import Blueprint

from directory.catalogue import queries
from directory.web.pages import make_public

blueprint = Blueprint("ledger", __name__)
make_public(blueprint, queries.revision)
