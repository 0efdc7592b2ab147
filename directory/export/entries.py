"""A company's entry as Markdown: all that its page says, for who reads with a program.

In English; quotes are in their own language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from directory.catalogue.explain import Claim, Regulated
from directory.catalogue.queries import Record
from directory.catalogue.sightings import Saying, Watch
from directory.catalogue.source import Recheck
from directory.export.markdown import address, facts, link, plain, quoted
from directory.vocabulary import Confidence, Status
from directory.web.i18n import country_name, label, language_name, meaning

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
VERDICTS = {
    "touches": "Touches this route",
    "touched": "Touched this route, and no longer does",
    "not-known": "Not known whether it touches this route",
    "does-not-cover": "Does not cover this route",
}


def written(lines: Iterable[str]) -> str:
    """Put lines together, each list and each paragraph apart from the next."""
    text, before = "", ""
    for line in lines:
        between = "\n" if before.startswith("- ") and line.startswith("- ") else "\n\n"
        text, before = f"{text}{between if text else ''}{line}", line
    return f"{text}\n"


def company(
    site: str,
    record: Record,
    claims: Sequence[Claim],
    replies: Mapping[str, Sequence[Mapping[str, Any]]],
    regulated: Sequence[Regulated],
    watch: Watch,
) -> Iterator[str]:
    """Write a company: what it is, its claims with their evidence, the actions on the developers, where it stands."""
    told, page = record.document, f"{site}/companies/{record.slug}"
    yield f"# {plain(told['name'])}"
    yield plain(told["summary"])
    yield from facts(_about(told))
    yield "## Claims and their evidence"
    if not watch:
        yield "No link check has looked at the sources yet: every day here is one on which people read."
    for reply in replies.get("", ()):
        yield from _reply(told["name"], reply)
    for claim in claims:
        yield from _claim(site, claim, watch)
        for reply in replies.get(claim.adoption["model"], ()):
            yield from _reply(told["name"], reply)
    yield "## Regulatory actions on the developers"
    yield "An action covers its object only: a ban of an app says nothing on weights that somebody runs."
    yield from _regulated(site, regulated)
    yield from standing(page, record, {"History": link("every change", f"{page}/history")})


def _about(told: Mapping[str, Any]) -> dict[str, str]:
    seat = [told.get("city"), country_name(told["country"])]
    return {
        "Legal name": plain(told.get("legal_name", "")),
        "Other names": listed(told.get("aliases", ())),
        "Website": website(told),
        "Seat": listed(each for each in seat if each),
        "Founded": str(told.get("founded", "")),
        "Size": f"{label('size', told['size'])} (an estimate)" if "size" in told else "",
        "Sectors": listed(label("sector", each) for each in told["sectors"]),
        "Registry number": plain(told.get("registry_id", "")),
        "Status": label("existence", told.get("status", "active")),
    }


def website(told: Mapping[str, Any]) -> str:
    """Link to a website, or say that none was seen."""
    return address(told["website"]) if "website" in told else "not seen"


def listed(names: Iterable[str]) -> str:
    """Write names one after the other."""
    return ", ".join(plain(name) for name in names)


def _rereading(numbers: Iterable[int]) -> Iterator[str]:
    if named := ", ".join(str(number + 1) for number in numbers):
        yield f"Re-reading source {named}."


def _claim(site: str, claim: Claim, watch: Watch) -> Iterator[str]:
    adoption, finding = claim.adoption, claim.finding
    yield f"### Claim {claim.number}: {plain(claim.made.name)}, {label('use', adoption['use'])}"
    yield from _standing(claim)
    yield plain(adoption["statement"])
    fired = ", ".join(str(number + 1) for number in finding.because)
    judged = adoption["status"] != Status.NOT_FOUND or finding.rule is Confidence.STALE
    rule = f"{label('confidence', finding.rule)} ({meaning('confidence', finding.rule)})"
    yield from facts(
        {
            "Model": link(claim.made.name, f"{site}/models/{claim.made.slug}"),
            "Versions": listed(adoption.get("versions", ())) or "not named by the sources",
            "Developer": link(claim.made.developer_name, f"{site}/developers/{claim.made.developer}"),
            "Use": _explained("use", adoption["use"]),
            "Route": _explained("route", adoption["route"]),
            "Operator": plain(adoption.get("operator", "")),
            "Region": plain(adoption.get("region", "")),
            "Status": _explained("status", adoption["status"]),
            "Since": adoption.get("since", ""),
            "Until": adoption.get("until", ""),
            "How sure": f"{rule}; the rule fired on source {fired}" if judged else "",
            "What would raise it": " ".join([*finding.missing, *_rereading(finding.reread)]) if judged else "",
            "Sources read on": max(each["accessed"] for each in adoption["sources"]),
            "Re-read by a human on": adoption.get("reread", "not yet"),
            "To be re-read by": claim.reread_by,
        }
    )
    for number, each in enumerate(adoption["sources"], 1):
        yield f"#### Source {number}"
        yield from source(each, watch)
        remark = claim.remarks[number - 1]
        if remark and "recheck" not in each:
            yield f"Not counted by the rule. {remark.sentence % {'number': remark.number}}"


def _standing(claim: Claim) -> Iterator[str]:
    """Say first what was looked for and not found, and what is over: nobody should read it as an adoption of today."""
    if claim.adoption["status"] == Status.NOT_FOUND:
        yield f"We looked on {claim.last_read} and found nothing. The sources below are what was looked at."
    elif claim.adoption["status"] == Status.ENDED:
        until = f" in {claim.adoption['until']}" if "until" in claim.adoption else ""
        yield f"Ended{until}; kept as it was known."


def _explained(kind: str, code: str) -> str:
    told = meaning(kind, code)
    return f"{label(kind, code)}: {told}" if told else label(kind, code)


def source(told: Mapping[str, Any], watch: Watch | None = None) -> Iterator[str]:
    """Write where a fact was read: the quote, then what is known of it, and what link checks saw of it."""
    if "quote" in told:
        yield quoted(told["quote"])
    title, archive = told["title"], told.get("archive_url", "")
    yield from facts(
        {
            "Title": link(title, told["url"]) if "url" in told else plain(title),
            "Where to find it": plain(told.get("locator", "")),
            "Publisher": plain(told.get("publisher", "")) or "no publisher named",
            "Kind": label("medium", told["kind"]) if "kind" in told else "",
            "Who speaks": label("speaker", told["by"]) if "by" in told else "",
            "Language": language_name(told["language"]) if "language" in told else "",
            "Published": told.get("published", ""),
            "Read on": told["accessed"],
            "Link check": "; ".join(map(_said, watch.sayings(told))) if watch else "",
            "Leads now to": plain(watch.owner(told)) if watch else "",
            "To re-check": _recheck(told, watch),
            "Archived copy": link("archived copy", archive) if archive else "",
        }
    )


def _said(told: Saying) -> str:
    return told.sentence % {"day": told.day, "last": told.last}


def _recheck(told: Mapping[str, Any], watch: Watch | None) -> str:
    if "recheck" not in told:
        return ""
    since = f" since {gone}" if watch and (gone := watch.gone(told)) and told["recheck"] == Recheck.PAGE_GONE else ""
    return f"{label('recheck', told['recheck'])}{since}; does not count until a human has read it again"


def _reply(name: str, reply: Mapping[str, Any]) -> Iterator[str]:
    yield f"#### {plain(name)} replies"
    yield quoted(reply["text"])
    told = {"Day": reply["on"], "Proved by": label("proofmethod", reply["proof"])}
    if "language" in reply:
        told["Language"] = language_name(reply["language"])
    yield from facts(told)


def _regulated(site: str, regulated: Sequence[Regulated]) -> Iterator[str]:
    if not regulated:
        yield "No regulatory action on the developers of these models is listed."
    for one in regulated:
        numbers = ", ".join(str(number) for number in one.claims)
        yield f"### {plain(one.made.developer_name)}, {label('route', one.route)} (claim {numbers})"
        for group in one.groups:
            abroad = ", in other countries" if group.touch.abroad else ""
            yield f"{VERDICTS[group.touch.verdict]}{abroad}. {group.touch.reason}"
            yield from (action(site, each) for each in group.actions)


def action(site: str, record: Record) -> str:
    """Write a regulatory action in one line."""
    told = record.document
    name = link(told["authority"], f"{site}/regulation#{record.slug}")
    covers = listed(label("target", each) for each in told["objects"])
    binds = label("scope", told["scope"])
    place = country_name(told["jurisdiction"])
    return f"- {told['date']}, {name}, {place}: {plain(told['action'])}; covers {covers}; binds {binds}"


def standing(page: str, record: Record, more: Mapping[str, str]) -> Iterator[str]:
    """Write where an entry is, how old it is, and under which licence."""
    yield "## This entry"
    yield from facts(
        {
            "Page": address(page),
            "Published": record.created,
            "Last changed": f"{record.changed}, change {record.revision}",
            **more,
            "Licence": f"{link('CC BY 4.0', LICENCE)}, Passerelle; quotes belong to those who wrote them",
        }
    )
