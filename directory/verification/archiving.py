"""Hand pages of sources to the web archive that the operator named, and keep where their copies are."""

from itertools import groupby

import ada_url

from directory import clock
from directory.db import write
from directory.text import host_of, registrable_domain
from directory.verification.run import rewrite
from directory.verification.sightings import cited
from directory.verification.verdicts import answers
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
    told = [visit.location, visit.url]
    own = registrable_domain(url)
    here = str(ada_url.URL(asked).href).partition("#")[0]
    return next((each for each in told if host_of(each) and each != here and registrable_domain(each) != own), "")


def _keep(url: str, copy: str) -> None:
    today = clock.today().isoformat()
    with write():
        lacking = [each for each in cited(url) if "archive_url" not in each.source]
        for slug, some in groupby(lacking, key=lambda each: each.slug):
            places = [(each.claim, each.place) for each in some]
            named = ", ".join(f"source {place + 1} of claim {claim + 1}" for claim, place in places)
            rewrite(slug, f"Archived on {today}: {named}.", {each: {"archive_url": copy} for each in places})
