"""Static files under addresses that change with their content, so that browsers may keep them for ever."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request

from directory.text import sha256
from directory.web import languages

FOREVER = "public, max-age=31536000, immutable"


def init_app(app: Flask) -> None:
    """Give templates `asset("site.css")` and let browsers keep what carries its hash."""
    folder = Path(app.static_folder or "")

    def asset(name: str) -> str:
        return f"{languages.base()}/static/{name}?v={_hash(folder / name)}"

    @app.get("/favicon.ico")
    def favicon() -> Response:
        """Give the icon to browsers that ask for it at its old address."""
        return app.send_static_file("favicon.ico")

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint in ("static", "favicon") and response.status_code in (200, 304):
            name = (request.view_args or {}).get("filename", "favicon.ico")
            known = request.args.get("v") == _hash(folder / name)
            response.headers["Cache-Control"] = FOREVER if known else "public, max-age=3600"
        return response

    app.jinja_env.globals["asset"] = asset


@lru_cache
def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def release(*folders: Path, shown: Iterable[str]) -> str:
    """Name what is deployed: files by size and time, and the settings that pages show.

    A deploy gives every page a new validator.
    """
    told = sorted((str(f), f.stat().st_size, f.stat().st_mtime_ns) for d in folders for f in d.rglob("*.*"))
    return sha256(repr((told, *shown)))[:8]
