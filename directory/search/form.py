"""What decides how an index is written: our code and the libraries. An index of another form is rebuilt."""

import hashlib
import unicodedata
from importlib.metadata import version
from pathlib import Path

from directory import text
from directory.search import analysis, content, everyday

# The code that decides what a term is and what it weighs.
MAKERS = tuple(Path(str(module.__file__)) for module in (content, analysis, everyday, text))


def identify(writer: Path, library: str) -> str:
    """Identify a form by the code that writes with a library, and by all that makes what is written."""
    code = b"".join(file.read_bytes() for file in (writer, *MAKERS))
    # Unicode folds accents, anyascii writes in Latin letters, Snowball stems.
    versions = (unicodedata.unidata_version, version("anyascii"), version("pystemmer"), library)
    return "/".join((hashlib.sha256(code).hexdigest()[:16], *versions))
