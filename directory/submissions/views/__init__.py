"""The pages of submitters; each module adds its own to the one blueprint."""

from flask import Blueprint

blueprint = Blueprint("submissions", __name__)
