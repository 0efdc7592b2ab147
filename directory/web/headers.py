"""The headers that every answer carries."""

from flask import Flask, Response, request

from directory.config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# What a page that belongs to one person or one form carries: no cache keeps it, no search engine lists it.
PRIVATE = {"Cache-Control": "no-store", "Vary": "Cookie", "X-Robots-Tag": "noindex, nofollow"}


def init_app(app: Flask) -> None:
    """Add the headers after each request; where nothing says how to cache, nothing is cached."""
    settings: Settings = app.config["SETTINGS"]
    fixed = HEADERS | ({"Strict-Transport-Security": "max-age=63072000"} if settings.production else {})

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in fixed.items():
            response.headers.setdefault(name, value)
        if "Cache-Control" not in response.headers:
            response.headers.update(PRIVATE)
        # The address of a private page is its key: it must not travel to other sites in a Referer. Not `no-referrer`:
        # browsers then send `Origin: null` with the page's own forms.
        if request.path.startswith(("/submissions/", "/proofs/", "/moderation")):
            response.headers["Referrer-Policy"] = "same-origin"
        return response
