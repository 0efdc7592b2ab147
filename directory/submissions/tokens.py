"""Private links: a submission's token is derived from its form's key, and only its hash (`text.sha256`) is kept."""

import hashlib
import hmac


def token_for(key: str, secret: str) -> str:
    """Derive the private link's token from the form's key: the same post always leads to the same page."""
    return hmac.new(secret.encode(), f"submission:{key}".encode(), hashlib.sha256).hexdigest()[:40]
