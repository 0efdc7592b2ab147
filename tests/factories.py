"""Documents of made-up companies, models and developers: each valid as it is, each field replaceable."""

from typing import Any

from directory.catalogue.checks import quote_key
from directory.catalogue.kinds import Document, Kind, parse
from directory.ledger.models import Change
from directory.ledger.publish import Why, publish

Data = dict[str, Any]

BECAUSE = Why("A test says so.")
QUOTE = "We run the Lantern model in production, the company told us."


def source(**given: Any) -> Data:
    """Give the evidence of one adoption: an independent article, unless told otherwise."""
    return _without_none(
        {
            "url": "https://news.press.example/lantern",
            "title": "Who runs Lantern",
            "publisher": "Example Press (made up)",
            "kind": "press",
            "by": "third-party",
            "published": "2026-11",
            "accessed": "2026-11-23",
            "language": "en",
            "quote": QUOTE,
        }
        | given
    )


def own_source(**given: Any) -> Data:
    """Give the company's own statement."""
    own = {"url": "https://www.company-1.example/blog/lantern", "publisher": None, "quote": "We run Lantern."}
    return source(**own | {"kind": "company", "by": "company"} | given)


def adoption(**given: Any) -> Data:
    """Give one adoption with one independent source."""
    return _without_none(
        {
            "model": "lantern",
            "use": "production",
            "route": "self-hosted",
            "status": "active",
            "since": "2026-01",
            "statement": "It runs Lantern for its help desk.",
            "sources": [source()],
        }
        | given
    )


def company(number: int = 1, **given: Any) -> Data:
    """Give one company, told from others by its number."""
    return _without_none(
        {
            "slug": f"example-company-{number}",
            "name": f"Example Company {number:05} (made up)",
            "website": f"https://www.company-{number}.example",
            "country": "DE",
            "city": "Berlin",
            "sectors": ["software-ai"],
            "summary": "A made-up company that only tests know.",
            "adoptions": [adoption()],
        }
        | given
    )


def citation(**given: Any) -> Data:
    """Give where a fact of a reference document was read."""
    return {
        "url": "https://docs.lantern.example/card",
        "title": "Lantern's card",
        "publisher": "Lantern Lab (made up)",
        "accessed": "2026-11-23",
        "quote": "Lantern is a model.",
    } | given


def developer(**given: Any) -> Data:
    """Give the maker of the made-up model."""
    return {
        "slug": "lantern-lab",
        "name": "Lantern Lab (made up)",
        "country": "CN",
        "website": "https://lantern-lab.example",
        "organisation": "lab",
        "sources": [citation()],
    } | given


def family(**given: Any) -> Data:
    """Give the made-up model with two versions."""
    return {
        "slug": "lantern",
        "name": "Lantern",
        "aliases": ["Lantern (made up)"],
        "developer": "lantern-lab",
        "modalities": ["text"],
        "open_weights": "yes",
        "summary": "A made-up model that only tests know.",
        "sources": [citation()],
        "versions": [{"name": "Lantern-1", "aliases": ["L1"]}, {"name": "Lantern-2", "base": "Lantern-1"}],
    } | given


def action(**given: Any) -> Data:
    """Give a regulatory action on the made-up developer."""
    return {
        "slug": "example-authority-order",
        "jurisdiction": "IT",
        "authority": "Example Authority (made up)",
        "date": "2026-02-01",
        "kind": "order",
        "action": "Order about the Lantern app",
        "developers": ["lantern-lab"],
        "objects": ["app"],
        "scope": "everyone",
        "summary": "A made-up order that only tests know.",
        "sources": [citation()],
    } | given


def look(**given: Any) -> Data:
    """Give what a link check saw of the made-up article: by default that its quote is there."""
    told = source() | given.pop("of", {})
    return {"url": told["url"], "quote": quote_key(told), "outcome": "found"} | given


def check(*looks: Data, **given: Any) -> Data:
    """Give a link check of one day."""
    on = given.get("on", "2026-11-24")
    return {"slug": f"{on}-1", "name": f"Link check {on}", "on": on, "looks": list(looks) or [look()]} | given


def document(kind: Kind, data: Data) -> Document:
    """Check made-up data and give the document."""
    return parse(kind, data)


def put(kind: Kind, data: Data, why: Why = BECAUSE, **given: Any) -> Change | None:
    """Publish made-up data through the one door."""
    return publish(parse(kind, data), why, **given)


def lay_ground() -> None:
    """Publish the made-up developer and model that made-up companies adopt."""
    put(Kind.DEVELOPER, developer())
    put(Kind.MODEL, family())


def _without_none(data: Data) -> Data:
    return {name: value for name, value in data.items() if value is not None}


def typed(**given: str | list[str]) -> dict[str, str | list[str]]:
    """Give what a person types into the company form for a new company that adopts Qwen."""
    return {
        "name": "Example Company 00001 (made up)",
        "website": "https://www.company-1.example",
        "country": "DE",
        "city": "Berlin",
        "summary": "A made-up company that only tests know.",
        "sectors": ["software-ai"],
        "adoptions-0-model": "qwen",
        "adoptions-0-use": "production",
        "adoptions-0-route": "self-hosted",
        "adoptions-0-status": "active",
        "adoptions-0-statement": "We run Qwen in our made-up product.",
        "adoptions-0-sources-0-url": "https://www.company-1.example/blog/qwen",
        "adoptions-0-sources-0-title": "Why we chose Qwen",
        "adoptions-0-sources-0-kind": "company",
        "adoptions-0-sources-0-by": "company",
        "adoptions-0-sources-0-quote": "We run Qwen in production.",
    } | given
