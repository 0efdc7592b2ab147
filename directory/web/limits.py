"""How much a request may carry, to which host it may be addressed, and which network it comes from."""

import hashlib
import hmac
from ipaddress import ip_address, ip_network

from flask import Flask, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from directory import clock
from directory.config import Settings

LARGEST_BODY = 256 * 1024
KEPT_BITS = {4: 24, 6: 56}


def init_app(app: Flask) -> None:
    """Set Flask's limits; trust as many proxies as the operator says there are."""
    settings: Settings = app.config["SETTINGS"]
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        MAX_FORM_PARTS=5000,
        TRUSTED_HOSTS=settings.hosts,
    )
    if proxies := int(settings.trusted_proxies):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def network() -> str:
    """Give the sender's network, /24 or /56, never the whole address."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    sender = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((sender.packed, KEPT_BITS[sender.version]), strict=False))


def network_key() -> str:
    """Name the sender's network for today, in words that nobody reads back and that are others tomorrow."""
    told = f"network:{clock.today()}:{network()}".encode()
    return hmac.new(str(current_app.secret_key).encode(), told, hashlib.sha256).hexdigest()
