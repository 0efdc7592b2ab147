"""Entries that may be the same company, asked for while somebody types."""

from flask import render_template, request

from directory.catalogue import identity
from directory.catalogue.document import LONGEST_NAME
from directory.submissions.views import blueprint
from directory.submissions.views.editor import MOST_SOURCES_ASKED
from directory.text import LONGEST_ADDRESS, LONGEST_SLUG


@blueprint.get("/submit/duplicates")
def duplicates() -> str:
    """List what may be the same company as this name, website or source: a part of the form's page."""
    name = request.args.get("name", "")[:LONGEST_NAME]
    website = request.args.get("website", "")[:LONGEST_ADDRESS]
    sources = [url[:LONGEST_ADDRESS] for url in request.args.getlist("source")[:MOST_SOURCES_ASKED]]
    slug = request.args.get("slug", "")[:LONGEST_SLUG]
    twins = identity.likely_twins([name], website, sources, slug)
    return render_template("submissions/duplicates.html", twins=twins)
