"""The hash chain: pure functions over a change's fields."""

import json

from directory.text import sha256

GENESIS = "0" * 64


def digest(fields: dict[str, str | int | None]) -> str:
    """Hash a change: its contents go in by their own hashes, so that a sealed row keeps its hash."""
    sealed = fields | {name: sha256(str(fields[name])) for name in ("before", "after", "reason")}
    return sha256(json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
