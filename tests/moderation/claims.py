"""What tests of the re-read queue find in the directory: claims that somebody read lately, or should read again."""

from directory.catalogue.kinds import Kind, written
from directory.catalogue.queries import entry_at
from directory.ledger import tables
from tests.factories import adoption, check, company, look, put, source


def sources(number, count=2, **given):
    """Give so many sources of publishers that are told apart, for the company of this number."""
    told = ("first", "second", "third")[:count]
    quotes = {each: f"The {each} paper writes that company {number} runs Lantern." for each in told}
    return [
        source(url=f"https://{each}-{number}.example/story", publisher=each, quote=quotes[each], **given)
        for each in told
    ]


def claim(number, **given):
    """Give a claim that nobody has to read again: two publishers, read yesterday."""
    return adoption(**{"sources": sources(number)} | given)


def lay(number, *claims, **given):
    """Publish a company with these claims, by default one without a doubt; give its address."""
    data = company(number, adoptions=list(claims) or [claim(number)], **given)
    put(Kind.COMPANY, data)
    return str(data["slug"])


def altered(number, claims, **given):
    """Publish a company and then what no form takes, as an old entry may have it; give its address."""
    data = company(number, adoptions=claims)
    change = put(Kind.COMPANY, data)
    entry = entry_at(Kind.COMPANY, data["slug"])
    tables.show(entry, Kind.COMPANY, written(data | given), number=change.number, at=change.at)
    return str(data["slug"])


def seen(number, outcome, on="2026-11-23", **given):
    """Publish what a link check saw of the first source of a company."""
    put(Kind.CHECK, check(look(of=sources(number)[0], outcome=outcome, **given), on=on, slug=f"{on}-{number}"))
