"""How an entry is cited: as one line of text, and as the files that programs for references read. Pure functions."""

import json
import re
from dataclasses import dataclass

AUTHOR = "Passerelle contributors"
SITE = "Passerelle: a public directory of European companies that adopt Chinese AI models"
LICENCE = "CC BY 4.0"
# What means something else in LaTeX.
SPECIAL = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_{}"
}


@dataclass(frozen=True)
class Citation:
    """Hold what a citation tells: `changed` and `read` are days, `revision` the change that made what was read."""

    slug: str
    title: str
    address: str
    revision: int
    changed: str
    read: str

    @property
    def key(self) -> str:
        """Name it among others: the same entry at another revision is another thing to cite."""
        return f"passerelle-{self.slug}-{self.revision}"

    @property
    def state(self) -> str:
        """Give the address of the change that made what was read: it stays when the entry changes."""
        return f"{self.address}/history#change-{self.revision}"


def text(cited: Citation) -> str:
    """Write a citation as a line of text, in the language of the entries."""
    return (
        f"{AUTHOR}. “{cited.title}”. {SITE}. Revision {cited.revision} of {cited.changed}. "
        f"{cited.address} (read {cited.read}). {LICENCE}."
    )


def bibtex(cited: Citation) -> str:
    """Write a citation for BibTeX and BibLaTeX."""
    year, month, _day = cited.changed.split("-")
    fields = {
        "author": f"{{{AUTHOR}}}",
        "title": f"{{{_latex(cited.title)}}}",
        "howpublished": _latex(SITE),
        "year": year,
        "month": str(int(month)),
        "date": cited.changed,
        "url": cited.address,
        "urldate": cited.read,
        "version": str(cited.revision),
        "note": _latex(f"Revision {cited.revision} of {cited.changed}, read {cited.read}. {LICENCE}"),
        "language": "english",
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{told}}}\n"


def _latex(words: str) -> str:
    return re.sub(r"[\\~^&%$#_{}]", lambda found: SPECIAL[found[0]], words)


def ris(cited: Citation) -> str:
    """Write a citation in the RIS format; its lines end as the format has it."""
    fields = [
        ("TY", "ELEC"),
        ("ID", cited.key),
        ("AU", AUTHOR),
        ("TI", cited.title),
        ("T2", SITE),
        ("PY", cited.changed[:4]),
        ("DA", cited.changed.replace("-", "/")),
        ("ET", f"Revision {cited.revision}"),
        ("LA", "en"),
        ("UR", cited.address),
        ("Y2", cited.read.replace("-", "/")),
        ("N1", f"Revision {cited.revision}: {cited.state}. {LICENCE}."),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def csl(cited: Citation) -> str:
    """Write a citation as CSL-JSON, which most programs for references read."""
    item = {
        "id": cited.key,
        "type": "webpage",
        "author": [{"literal": AUTHOR}],
        "title": cited.title,
        "container-title": SITE,
        "issued": {"date-parts": [_parts(cited.changed)]},
        "accessed": {"date-parts": [_parts(cited.read)]},
        "URL": cited.address,
        "version": str(cited.revision),
        "language": "en",
        "note": f"Revision {cited.revision}: {cited.state}. {LICENCE}.",
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def _parts(day: str) -> list[int]:
    return [int(part) for part in day.split("-")]
