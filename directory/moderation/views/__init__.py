"""The moderators' pages, all behind the one door; each module adds its own to the blueprint."""

from flask import Blueprint

from directory.moderation import access

blueprint = Blueprint("moderation", __name__, url_prefix="/moderation")
access.guard(blueprint)
