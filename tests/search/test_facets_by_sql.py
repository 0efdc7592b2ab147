"""Every count of every facet is what plain SQL counts in the published tables, which knows nothing of masks."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from directory import db
from directory.catalogue.checks import Outcome
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Entry
from directory.ledger.publish import withdraw
from directory.search import facets, snapshot
from directory.search.freshness import Checked, Read
from directory.search.query import ADOPTION_FACETS, COMPANY_FACETS, FACETS, Search
from directory.vocabulary import NEGATIVE
from tests.factories import BECAUSE, adoption, check, company, developer, family, look, own_source, put, source

TODAY = date(2026, 11, 24)
MOST = 6
FAMILIES = {
    "lantern": [{"name": "Lantern-1", "aliases": ["L1"]}, {"name": "Lantern-2", "base": "L1"}],
    "bright": [{"name": "Bright-1", "base": "Lantern-2 (small) and Llama-3"}, {"name": "Bright-2"}],
    "deep": [{"name": "Deep-1", "base": "Bright-1, Lantern-9B"}],
}
# What those bases mean, written down by hand: version, family and address of what it was made from.
BASES = [
    ("lantern-2", "lantern", "lantern-1"),
    ("bright-1", "lantern", "lantern-2"),
    ("deep-1", "bright", "bright-1"),
    ("deep-1", "lantern", "lantern"),
]
# Each adoption, and each company, with each of its values; `derived` marks those that its models only derive from.
ADOPTION_VALUES = """
CREATE TEMP TABLE has AS
WITH RECURSIVE line (version, family, slug) AS (
  SELECT version, family, slug FROM base
  UNION SELECT line.version, base.family, base.slug FROM line JOIN base ON base.version = line.slug
),
origin AS (
  SELECT adoption.id, adoption.entry_id, line.family, line.slug FROM adoption
  JOIN adopted_version ON adopted_version.adoption_id = adoption.id JOIN line ON line.version = adopted_version.version
)
SELECT id AS adoption, entry_id AS entry, 'model' AS facet, model AS value, 0 AS derived FROM adoption
UNION SELECT adoption.id, entry_id, 'model', version, 0
  FROM adoption JOIN adopted_version ON adoption_id = adoption.id
UNION SELECT id, entry_id, 'model', slug, 1 FROM origin
UNION SELECT id, entry_id, 'model', family, 1 FROM origin
UNION SELECT id, entry_id, 'developer', developer, 0 FROM adoption
UNION SELECT origin.id, origin.entry_id, 'developer', model.developer, 1
  FROM origin JOIN model ON model.slug = origin.family
UNION SELECT id, entry_id, 'use', "use", 0 FROM adoption
UNION SELECT id, entry_id, 'route', route, 0 FROM adoption
UNION SELECT id, entry_id, 'status', status, 0 FROM adoption
UNION SELECT id, entry_id, 'confidence',
  CASE WHEN basis <> 'disputed' AND reread_by < :today THEN 'stale' ELSE basis END, 0 FROM adoption
UNION SELECT adoption.id, entry_id, 'checked', code, 0
  FROM adoption JOIN evidence ON adoption_id = adoption.id LEFT JOIN sighting USING (url, quote)
  JOIN outcome ON outcome.seen = coalesce(outcome, '')
UNION SELECT adoption_id, entry_id, 'checked', 'to-recheck', 0
  FROM adoption JOIN evidence ON adoption_id = adoption.id WHERE recheck <> ''
UNION SELECT id, entry_id, 'read',
  CASE WHEN reread_by < :today THEN 'longer' WHEN reread >= date(:today, '-1 year') THEN 'reread-12' ELSE 'once' END, 0
  FROM adoption
UNION SELECT id, entry_id, 'read', 'reread-3', 0 FROM adoption WHERE reread >= date(:today, '-92 days')
UNION SELECT id, entry_id, 'year', substr(since, 1, 4), 0 FROM adoption WHERE since <> ''
"""
# What each outcome of a look says of a claim.
OUTCOMES = [
    *(("found", "quote-found"), ("found", "link-answered"), ("missing", "quote-missing"), ("missing", "link-answered")),
    *(("answered", "link-answered"), ("gone", "dead"), ("silent", "dead"), ("refused", "refused"), ("", "unchecked")),
]
COMPANY_VALUES = """
CREATE TEMP TABLE own AS
SELECT entry_id AS entry, 'country' AS facet, country AS value FROM company
UNION SELECT entry_id, 'size', size FROM company WHERE size <> ''
UNION SELECT entry_id, 'sector', sector FROM company_sector
"""


@pytest.fixture
def ground(empty_app):
    with db.database.connection_context():
        for slug, versions in FAMILIES.items():
            lab = f"{slug}-lab"
            put(Kind.DEVELOPER, developer(slug=lab, name=lab, website=f"https://{lab}.example"))
            put(Kind.MODEL, family(slug=slug, name=slug.title(), aliases=[], developer=lab, versions=versions))
        seen = [look(url=address(each), outcome=each) for each in Outcome]
        put(Kind.CHECK, check(*seen))
        yield


def address(outcome):
    return f"https://news.press.example/{outcome}"


def adopted(model, versions, **given):
    own = given.pop("own")
    read = {"published": "2025-10", "accessed": given.pop("read"), "recheck": given.pop("recheck", None)}
    pages = [source(**read, url=address(each)) for each in given.pop("pages", ())]
    return adoption(model=model, versions=versions, sources=[(own_source if own else source)(**read), *pages], **given)


named = st.one_of(
    st.tuples(st.just("lantern"), st.sampled_from([[], ["L1"], ["Lantern-2"], ["Lantern-1", "Lantern-2"], ["L-?"]])),
    st.tuples(st.just("bright"), st.sampled_from([[], ["Bright-1"], ["Bright-2"]])),
    st.tuples(st.just("deep"), st.sampled_from([[], ["Deep-1"]])),
)
adoptions = st.builds(
    lambda name, **given: adopted(*name, **given),
    named,
    use=st.sampled_from(["production", "pilot"]),
    route=st.sampled_from(["self-hosted", "app"]),
    status=st.sampled_from(["active", "ended", "disputed", "not-found"]),
    since=st.sampled_from(["2025-03", "2026", None]),
    read=st.sampled_from(["2025-11-20", "2025-11-24", "2026-11-20"]),
    own=st.booleans(),
    pages=st.lists(st.sampled_from([*Outcome]), max_size=2, unique=True),
    recheck=st.sampled_from([None, None, "quote-lost"]),
    reread=st.sampled_from([None, "2025-11-24", "2026-08-23", "2026-08-24"]),
)
companies = st.lists(
    st.fixed_dictionaries(
        {
            "country": st.sampled_from(["DE", "FR"]),
            "size": st.sampled_from(["startup", None]),
            "sectors": st.lists(st.sampled_from(["energy", "health", "legal"]), min_size=1, max_size=2, unique=True),
            "adoptions": st.lists(adoptions, min_size=1, max_size=3),
        }
    ),
    min_size=1,
    max_size=MOST,
)
VALUES = {
    "model": ["lantern", "lantern-1", "lantern-2", "bright", "bright-1", "bright-2", "deep", "deep-1"],
    "developer": ["lantern-lab", "bright-lab", "deep-lab"],
    "use": ["production", "pilot"],
    "route": ["self-hosted", "app"],
    "status": ["active", "ended", "disputed", "not-found"],
    "confidence": ["reported", "company-stated", "confirmed", "disputed", "stale", "to-recheck"],
    "checked": [each.value for each in Checked],
    "read": [each.value for each in Read],
    "year": ["2025", "2026"],
    "country": ["DE", "FR"],
    "size": ["startup"],
    "sector": ["energy", "health", "legal"],
}


def selections(most):
    """Choose values of few facets, as people do: of all of them nothing would be left."""
    values = st.sampled_from(FACETS).flatmap(
        lambda facet: st.tuples(st.just(facet), st.frozensets(st.sampled_from(VALUES[facet]), min_size=1, max_size=2))
    )
    return st.lists(values, max_size=most, unique_by=lambda pair: pair[0]).map(tuple)


def asked(chosen, excluded, derived):
    return Search(chosen=chosen, excluded=excluded, derived=derived)


def publish(told):
    for number, given_ in enumerate(told, start=1):
        put(Kind.COMPANY, company(number, **given_))
    listed = Entry.select().where(Entry.kind == Kind.COMPANY, Entry.state == "published")
    for entry in list(listed):
        if int(entry.slug.rpartition("-")[2]) > len(told):
            withdraw(Kind.COMPANY, entry.slug, BECAUSE)


def tabulate():
    run = db.database.execute_sql
    for table in ("base", "outcome", "has", "own"):
        run(f"DROP TABLE IF EXISTS temp.{table}")
    run("CREATE TEMP TABLE base (version TEXT, family TEXT, slug TEXT)")
    for row in BASES:
        run("INSERT INTO base VALUES (?, ?, ?)", row)
    run("CREATE TEMP TABLE outcome (seen TEXT, code TEXT)")
    for row in OUTCOMES:
        run("INSERT INTO outcome VALUES (?, ?)", row)
    run(ADOPTION_VALUES.replace(":today", f"'{TODAY}'"))
    run(COMPANY_VALUES)


def listed(values):
    return ", ".join(f"'{value}'" for value in sorted(values))


def by_sql(chosen, excluded, derived, hits):
    """Name the companies that satisfy a question, as anybody would ask a database."""
    way = f"derived <= {int(derived)}"
    kept = not set(NEGATIVE).isdisjoint(chosen.get("status", ()))
    adoption_is = [] if "status" in chosen else [f"a.status NOT IN ({listed(NEGATIVE)})"]
    company_is = [f"entry.slug IN ({listed(hits)})"]
    for facet, values in chosen.items():
        given_ = f"facet = '{facet}' AND value IN ({listed(values)})"
        if facet in COMPANY_FACETS:
            company_is.append(f"EXISTS (SELECT 1 FROM own WHERE own.entry = c.entry_id AND {given_})")
        else:
            adoption_is.append(f"EXISTS (SELECT 1 FROM has WHERE has.adoption = a.id AND {given_} AND {way})")
    for facet, values in excluded:
        given_ = f"facet = '{facet}' AND value IN ({listed(values)})"
        looked = "1" if kept or facet == "status" else f"b.status NOT IN ({listed(NEGATIVE)})"
        company_is.append(f"NOT EXISTS (SELECT 1 FROM own WHERE own.entry = c.entry_id AND {given_})")
        company_is.append(
            "NOT EXISTS (SELECT 1 FROM has JOIN adoption b ON b.id = has.adoption"
            f" WHERE has.entry = c.entry_id AND {given_} AND {way} AND {looked})"
        )
    adopting = " AND ".join(["a.entry_id = c.entry_id", *adoption_is])
    company_is.append(f"EXISTS (SELECT 1 FROM adoption a WHERE {adopting})")
    sql = f"SELECT entry.slug FROM company c JOIN entry ON entry.id = c.entry_id WHERE {' AND '.join(company_is)}"
    return {slug for (slug,) in db.database.execute_sql(sql).fetchall()}


def test_the_values_are_all_there_are():
    assert set(VALUES) == {*COMPANY_FACETS, *ADOPTION_FACETS}


LOOKED_FOR = [
    adopted("lantern", [], status="active", read="2026-11-20", own=False),
    adopted("lantern", ["L1"], status="not-found", read="2026-11-20", own=False),
]


@hypothesis_settings(max_examples=100)
@example([{"sectors": ["energy"], "adoptions": LOOKED_FOR}], (), (("model", frozenset({"lantern-1"})),), True, {1})
@given(companies, selections(3), selections(2), st.booleans(), st.sets(st.integers(1, MOST)))
def test_every_count_is_what_plain_sql_counts(ground, told, chosen, excluded, derived, hit):
    publish(told)
    tabulate()
    made = snapshot.of(TODAY).grid
    search, hits = asked(chosen, excluded, derived), {f"example-company-{number}" for number in hit}
    found = facets.matching(made, search, made.mask(hits))
    assert set(facets.page(made, found, made.order("name"), 0, 99)) == by_sql(dict(chosen), excluded, derived, hits)
    counted = facets.counts(made, search, made.mask(hits))
    for facet, values in VALUES.items():
        assert set(counted[facet]) <= set(values)
        for value in values:
            truth = by_sql(dict(chosen) | {facet: {value}}, excluded, derived, hits)
            assert counted[facet].get(value, 0) == len(truth), (facet, value)
    everyone = {f"example-company-{number}" for number in range(1, MOST + 1)}
    only = by_sql(dict(chosen), excluded, True, everyone) - by_sql(dict(chosen), excluded, False, everyone)
    shown = facets.page(
        made,
        facets.derived_only(made, asked(chosen, excluded, True), made.everyone, made.everyone),
        made.order("name"),
        0,
        99,
    )
    assert set(shown) == only
