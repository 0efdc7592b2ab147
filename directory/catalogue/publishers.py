"""Who publishes a page: told by its address, and by the name that the source declares; nothing else is known of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from directory.text import fold, host_of, path_of, registrable_domain, words


class Site(NamedTuple):
    """Be a site on which many publish: its main domain, its name, and how its addresses name the owner of a page.

    `owner` is matched against host and path. It finds an `owner`, or the site's `own` pages; where it finds neither,
    the address does not tell.
    """

    domain: str
    name: str
    owner: re.Pattern[str]


def _site(domain: str, name: str, *addresses: str) -> Site:
    return Site(domain, name, re.compile("|".join(addresses)))


# Group names are unique in a pattern: the owner is whichever group matched.
SITES = (
    _site(
        "github.com",
        "GitHub",
        r"(?:[^/]+\.)?github\.com/(?P<own>(?:about|collections|features|marketplace|search|topics|trending)(?:/|$))",
        r"(?:[^/]+\.)?github\.com/(?:(?:orgs|repos|sponsors|users)/)?([^/]+)",
        r"(?:raw|gist)\.githubusercontent\.com/([^/]+)",
        r"([^/.]+)\.github\.io/",
    ),
    _site("gitlab.com", "GitLab", r"gitlab\.com/(?:groups/)?([^/]+)", r"(?:[^/]+\.)?([^/.]+)\.gitlab\.io/"),
    _site("codeberg.org", "Codeberg", r"codeberg\.org/([^/]+)", r"([^/.]+)\.codeberg\.page/"),
    _site(
        "huggingface.co",
        "Hugging Face",
        r"(?:huggingface|hf)\.co/(?P<own>(?:blog|docs|learn|papers|tasks)(?:/|$))",
        r"(?:huggingface|hf)\.co/(?:api/)?(?:(?:collections|datasets|models|organizations|spaces)/)?([^/]+)",
    ),
    _site(
        "medium.com",
        "Medium",
        r"(?:www\.)?medium\.com/(?!(?:m|p|s|tag|topic)/)@?([^/]+)",
        r"(?!www\.)([^/.]+)\.medium\.com/",
    ),
    _site("substack.com", "Substack", r"(?:www\.)?substack\.com/@([^/]+)", r"(?!www\.)([^/.]+)\.substack\.com/"),
    _site(
        "linkedin.com",
        "LinkedIn",
        r"(?:[^/]+\.)?linkedin\.com/(?:company|in|school|showcase)/([^/]+)",
        r"(?:[^/]+\.)?linkedin\.com/posts/([^/_]+)_",
    ),
    _site("x.com", "X", r"(?:[^/]+\.)?(?:x|twitter)\.com/(?!(?:i|hashtag|search)(?:/|$))([^/]+)"),
    _site("youtube.com", "YouTube", r"(?:[^/]+\.)?youtube\.com/(?:@|(?:c|channel|user)/)([^/]+)"),
)
# The domains of these sites as they are registered; below some of them the public suffix list counts each owner.
DOMAINS = {site.domain: site for site in SITES}
DOMAINS |= {alias: DOMAINS[domain] for alias, domain in {
    "raw.githubusercontent.com": "github.com",
    "gist.githubusercontent.com": "github.com",
    "hf.co": "huggingface.co",
    "twitter.com": "x.com",
    "youtu.be": "youtube.com",
}.items()}  # fmt: skip
BELOW = {".github.io": "github.com", ".gitlab.io": "gitlab.com", ".codeberg.page": "codeberg.org"}


@dataclass(frozen=True)
class Page:
    """Hold who publishes a page: told by its address, by its owner's name on a shared site, by the name declared."""

    publisher: str
    handle: str = ""
    declared: str = ""


@dataclass(frozen=True)
class Party:
    """Hold by what the pages of a company or developer are known: its website's publisher, and its names, folded.

    `handles` are those names under which it is known on shared sites.
    """

    publisher: str = ""
    names: frozenset[str] = frozenset()
    handles: frozenset[str] = frozenset()

    def publishes(self, page: Page) -> bool:
        """Tell whether a page is this one's: by its address, or by the publisher's name that its source declares."""
        here = bool(page.publisher) and page.publisher == self.publisher
        return here or page.declared in self.names or page.handle in self.handles


NOBODY = Party()


def company(document: Mapping[str, Any]) -> Party:
    """Read from a company's document by what its pages are known."""
    return Party(publisher_of({"url": document.get("website", "")}), _names(document))


def developer(document: Mapping[str, Any]) -> Party:
    """Read from a developer's document by what its pages are known; its aliases hold its names on shared sites."""
    names = _names(document)
    return Party(publisher_of({"url": document.get("website", "")}), names, handles=names)


def _names(document: Mapping[str, Any]) -> frozenset[str]:
    told = (document.get("name"), document.get("legal_name"), document.get("name_zh"), *document.get("aliases", ()))
    return frozenset(map(_named, told)) - {""}


def publisher_of(source: Mapping[str, Any]) -> str:
    """Identify a publisher: the owner on a shared site, else the registrable domain, else the declared name."""
    return page_of(source).publisher


def page_of(source: Mapping[str, Any]) -> Page:
    """Read from a source who publishes its page."""
    address, declared = source.get("url", ""), _named(source.get("publisher"))
    domain = registrable_domain(address)
    if not (site := _site_of(domain)):
        return Page(domain or declared, declared=declared)
    found = site.owner.match(f"{host_of(address).rstrip('.')}{path_of(address)}")
    if found and found.groupdict().get("own"):
        return Page(site.domain, declared=declared)
    # The name of the site says nothing of whose page it is.
    declared = "" if declared == _named(site.name) else declared
    handle = fold(next(filter(None, found.groups()), "")) if found else ""
    return Page(f"{site.domain}/{handle}" if handle else declared, _named(handle), declared)


def _site_of(domain: str) -> Site | None:
    above = next((site for ending, site in BELOW.items() if domain.endswith(ending)), domain)
    return DOMAINS.get(above)


def _named(name: str | None) -> str:
    return " ".join(words(name or ""))
