"""Write text so that Markdown shows it as it is: whatever an entry says, it can form no link, heading, list or HTML.

CommonMark takes a backslash before any ASCII punctuation for that sign itself. What GitHub's dialect makes of bare
addresses, tables, mathematics and strikethrough is kept down too.
"""

import re
from urllib.parse import quote

# What begins a span wherever it stands, and what ends a heading.
SPAN = re.compile(r"[\\`*_{}\[\]<>#|~&$^]")
# What GitHub's dialect makes a link of without being asked.
BARE = re.compile(r"(?i)\bwww\.|:(?=//)")
# What begins a block at the start of a line: a list, a rule, an underline of a heading, a numbered list.
BLOCK = re.compile(r"\A([-+=:]|\d{1,9}(?=[.)](\s|\Z)))")
IN_DESTINATION = re.compile(r"[\\<>&]")
# What may not stand in an address between angle brackets, where no backslash helps.
IN_ADDRESS = re.compile(r"[\s<>\x00-\x1f\x7f]")


def plain(text: str) -> str:
    """Write text of somebody's as one line that is nothing but text."""
    line = " ".join(text.split())
    line = BLOCK.sub(_numbered, SPAN.sub(r"\\\g<0>", line))
    return BARE.sub(_bare, line)


def _numbered(found: re.Match[str]) -> str:
    return f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}"


def _bare(found: re.Match[str]) -> str:
    return f"{found[0][:-1]}\\{found[0][-1]}"


def link(text: str, url: str) -> str:
    """Write a link; its address is one that was checked, and keeps inside its brackets."""
    kept = IN_DESTINATION.sub(r"\\\g<0>", "".join(url.split()))
    return f"[{plain(text)}](<{kept}>)"


def address(url: str) -> str:
    """Write an address as a link that shows itself."""
    return f"<{IN_ADDRESS.sub(_percent, url)}>"


def _percent(found: re.Match[str]) -> str:
    return quote(found[0], safe="")


def quoted(text: str) -> str:
    """Write a quotation."""
    return f"> {plain(text)}"


def facts(told: dict[str, str]) -> list[str]:
    """Write a list of names and what is known of each; what is absent is left out."""
    return [f"- **{name}:** {value}" for name, value in told.items() if value]
