"""What the directory says of itself; whether it is well."""

from flask import Response, current_app, render_template

from directory import db
from directory.catalogue import copies, queries, weakest
from directory.catalogue.views import blueprint, machine


@blueprint.get("/about")
def about() -> str:
    """Say what the directory is and is not."""
    return render_template("catalogue/about.html")


@blueprint.get("/methodology")
def methodology() -> str:
    """Say what is listed, how sure a claim is, and how is decided."""
    return render_template("catalogue/methodology.html", copies=copies, strength=weakest.ORDER)


@blueprint.get("/accessibility")
def accessibility() -> str:
    """Say what the site does for accessibility and what it does not."""
    return render_template("catalogue/accessibility.html", settings=current_app.config["SETTINGS"])


@blueprint.get("/privacy")
def privacy() -> str:
    """Say which data of people is kept."""
    return render_template("catalogue/privacy.html", settings=current_app.config["SETTINGS"])


@blueprint.get("/imprint")
def imprint() -> str:
    """Say who runs the site."""
    return render_template("catalogue/imprint.html", settings=current_app.config["SETTINGS"])


@machine.get("/healthz")
def health() -> Response:
    """Tell the operator that the site answers and its database can be read, and which SQLite runs."""
    return Response(f"ok\nrevision {queries.revision()}\nsqlite {db.version()}\n", mimetype="text/plain")
