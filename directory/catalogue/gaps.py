"""What an entry lacks by the standard of the directory: from its document to a closed list of gaps, nothing guessed."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue import confidence, publishers
from directory.catalogue.publishers import Party
from directory.text import fold, page_address
from directory.vocabulary import Confidence, Medium, Route, Speaker, Word, _

Data = Mapping[str, Any]
OTHERS_MEDIA = frozenset({Medium.PRESS, Medium.CATALOGUE, Medium.TEST, Medium.DEVELOPER})
# A shorter name would be met inside other words: “Yi” in “Yield”.
SAFE = 4


class Gap(Word):
    """Name what is missing or doubtful in an entry; a gap is work to do, and no fault of the company."""

    CITY = "city", _("no city"), _("where the headquarters are was not seen")
    WEBSITE = "website", _("no website"), _("without a domain nobody can prove to speak for the company")
    SIZE = "size", _("no size"), _("how large the company is was not seen")
    SINCE = "since", _("no beginning"), _("since when the model is used was not seen")
    ROUTE = "route", _("route not known"), _("the sources do not say where the data goes")
    VERSIONS = "versions", _("no version named"), _("only the family is known")
    NEW_VERSION = "version-unknown", _("version not in the catalogue"), _("a version is named that no model page has")
    SINGLE = "single-source", _("single source"), _("nobody but one source says so")
    TWICE = "source-twice", _("source named twice"), _("one page and one quote stand twice below a claim")
    UNNAMED_PROOF = (
        "confirmed-unnamed",
        _("confirmed on a quote that does not name the model"),
        _("one of the sources that the rule counts does not name the model in quote or title"),
    )
    UNNAMED = "quote-unnamed", _("quote does not name the model"), _("neither quote nor title has a name of the model")
    QUOTE = "quote", _("no quote"), _("the source is only located, so no program can look for its words")
    PUBLISHER = "publisher", _("no publisher"), _("who published the source is not named")
    PUBLISHED = "published", _("no day of publication"), _("the source does not say, or nobody noted, when it appeared")
    LANGUAGE = "language", _("no language"), _("in which language the quote is was not noted")
    ARCHIVE = "archive", _("no archived copy"), _("where the page goes, what it said goes with it")
    SPEAKER = (
        "speaker",
        _("company’s words in somebody else’s medium"),
        _("somebody has to look whether the words that are quoted are the company’s own"),
    )


@dataclass(frozen=True)
class Found:
    """Say where a gap is: in which claim and which of its sources, numbered from 1; 0 for the entry or the claim."""

    gap: Gap
    claim: int = 0
    source: int = 0

    @property
    def place(self) -> str:
        """Name the place for people: `2.1` is the first source of the second claim, "" the entry."""
        return ".".join(str(number) for number in (self.claim, self.source) if number)


@dataclass(frozen=True)
class Known:
    """Hold what the catalogue knows of families: names, names of versions, by what their makers' pages are known."""

    names: Mapping[str, frozenset[str]]
    versions: Mapping[str, frozenset[str]]
    makers: Mapping[str, Party]


def known(families: Iterable[Data], developers: Iterable[Data]) -> Known:
    """Read what is asked of the catalogue from its documents."""
    listed = list(families)
    parties = {each["slug"]: publishers.developer(each) for each in developers}
    versions = {
        each["slug"]: frozenset(name for version in each.get("versions", ()) for name in _names(version))
        for each in listed
    }
    names = {each["slug"]: frozenset({*_names(each), *versions[each["slug"]]}) for each in listed}
    return Known(names, versions, {each["slug"]: parties.get(each["developer"], publishers.NOBODY) for each in listed})


def _names(data: Data) -> Iterator[str]:
    yield from (name for name in (data["name"], data.get("name_zh", ""), *data.get("aliases", ())) if name)


def of(company: Data, catalogue: Known) -> list[Found]:
    """List the gaps of an entry: its own, then those of each claim and each source."""
    own = [Found(Gap(name)) for name in ("city", "website", "size") if not company.get(name)]  # type: ignore[call-arg]
    return own + [
        found
        for number, claim in enumerate(company["adoptions"], start=1)
        for found in _of_claim(company, claim, number, catalogue)
    ]


def _of_claim(company: Data, claim: Data, number: int, catalogue: Known) -> Iterator[Found]:
    sources, model = claim["sources"], claim["model"]
    versions = claim.get("versions", ())
    names = catalogue.names.get(model, frozenset()) | {*versions}
    silent = [n for n, source in enumerate(sources) if source.get("quote") and not names_one(source, names)]
    checks = {
        Gap.SINCE: not claim.get("since"),
        Gap.ROUTE: claim["route"] == Route.UNKNOWN,
        Gap.VERSIONS: not versions,
        Gap.NEW_VERSION: bool({*versions} - catalogue.versions.get(model, frozenset())),
        Gap.SINGLE: len(sources) == 1,
        Gap.UNNAMED_PROOF: not {*silent}.isdisjoint(
            _proof(company, claim, catalogue.makers.get(model, publishers.NOBODY))
        ),
    }
    yield from (Found(gap, number) for gap, holds in checks.items() if holds)
    seen: set[tuple[str, ...]] = set()
    for place, source in enumerate(sources):
        key = (page_address(source.get("url", "")), source.get("locator", ""), fold(source.get("quote", "")))
        told = [*([Gap.TWICE] if key in seen else []), *([Gap.UNNAMED] if place in silent else []), *_of_source(source)]
        seen.add(key)
        yield from (Found(gap, number, place + 1) for gap in told)


def _of_source(source: Data) -> Iterator[Gap]:
    fields = {Gap.QUOTE: "quote", Gap.PUBLISHER: "publisher", Gap.PUBLISHED: "published", Gap.ARCHIVE: "archive_url"}
    yield from (gap for gap, name in fields.items() if not source.get(name))
    if source.get("quote") and not source.get("language"):
        yield Gap.LANGUAGE
    if source["by"] == Speaker.COMPANY and source["kind"] in OTHERS_MEDIA:
        yield Gap.SPEAKER


def _proof(company: Data, claim: Data, maker: Party) -> tuple[int, ...]:
    """Give the sources on which a claim is confirmed, () where it is not."""
    evidence = confidence.evidence(claim["sources"], company=publishers.company(company), developer=maker)
    found = confidence.basis(evidence, claim["status"])
    return found.because if found.rule is Confidence.CONFIRMED else ()


def told(found: Iterable[Found], but: Collection[Gap] = ()) -> str:
    """Tell gaps in one line, each with its places; those of `but` are left out."""
    places: dict[Gap, list[str]] = {}
    for each in found:
        places.setdefault(each.gap, []).append(each.place)
    listed = {gap: ", ".join(filter(None, where)) for gap, where in places.items() if gap not in but}
    return "; ".join(f"{gap.label} ({where})" if where else gap.label for gap, where in listed.items())


def names_one(source: Data, names: Iterable[str]) -> bool:
    """Tell whether quote or title of a source has one of these names."""
    text = fold(f"{source.get('quote', '')} {source['title']}")
    return any(_named(fold(name), text) for name in names)


def _named(name: str, text: str) -> bool:
    if not name.isascii():
        return name in text
    end = "" if len(name) >= SAFE else r"(?![^\W\d_])"
    return bool(re.search(rf"(?<![^\W_]){re.escape(name)}{end}", text))
