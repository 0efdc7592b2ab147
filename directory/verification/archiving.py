"""Hand pages of sources to the web archive that the operator named, and keep where their copies are."""

import re
from itertools import groupby
from urllib.parse import unquote

import ada_url

from directory import clock
from directory.db import write
from directory.text import host_of, registrable_domain
from directory.verification.run import rewrite
from directory.verification.sightings import cited
from directory.verification.verdicts import WALL_HOST, WALL_PATH, answers
from directory.verification.visits import Visit, Visitor


class Shut(Exception):
    """Say that the archive takes no more pages at the moment."""


def store(visitor: Visitor, archive: str, url: str) -> str:
    """Have a page archived and keep its copy's address with the sources; "" where there is none. Raises Shut."""
    asked = archive + url
    visit = visitor.ask(asked)
    if visit.closed:
        raise Shut(visit.note)
    copy = _copy(visit, asked, url)
    if copy:
        _keep(url, copy)
    return copy


def _copy(visit: Visit, asked: str, url: str) -> str:
    """Say where the archive keeps the copy: what it tells, else where it led; never the page itself."""
    if not answers(visit):
        return ""
    own = registrable_domain(url)
    here = str(ada_url.URL(asked).href).partition("#")[0]
    told = [each for each in (visit.location, visit.url) if host_of(each) and each != here]
    return next((each for each in told if registrable_domain(each) != own and _of_page(each, asked, url)), "")


def _of_page(copy: str, asked: str, url: str) -> bool:
    """Tell whether an address names the page whose copy it should be, and is no place to sign in."""
    kept, page = ada_url.URL(copy), ada_url.URL(url)
    named = re.escape(unquote(page.host + page.pathname.rstrip("/")))
    found = re.search(rf"(?<![\w-]){named}(?=[/?]|\Z)", unquote(kept.pathname))
    walled = kept.host != host_of(asked) and WALL_HOST.match(kept.host)
    return bool(found and not walled and not WALL_PATH.search(unquote(kept.pathname)[: found.start()]))


def _keep(url: str, copy: str) -> None:
    today = clock.today().isoformat()
    with write():
        lacking = [each for each in cited(url) if "archive_url" not in each.source]
        for slug, some in groupby(lacking, key=lambda each: each.slug):
            places = [(each.claim, each.place) for each in some]
            named = ", ".join(f"source {place + 1} of claim {claim + 1}" for claim, place in places)
            rewrite(slug, f"Archived on {today}: {named}.", {each: {"archive_url": copy} for each in places})
