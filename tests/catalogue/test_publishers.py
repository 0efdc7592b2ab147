"""Who publishes a page: by its address, by the declared name, and whose pages are those of the parties."""

import pytest

from directory.catalogue import publishers, queries
from directory.catalogue.confidence import evidence
from directory.catalogue.kinds import Kind
from directory.catalogue.models import Adoption
from directory.catalogue.publishers import page_of, publisher_of
from tests.factories import adoption, company, developer, family, put, source

COMPANY = publishers.company(
    {
        "name": "Novo Ärzte AI",
        "legal_name": "Novo Aerzte AI GmbH",
        "aliases": ["NovoBot"],
        "website": "https://www.novo.example",
    }
)
DEVELOPER = publishers.developer(
    {"name": "Lantern Lab", "name_zh": "灯笼", "aliases": ["lantern-ai"], "website": "https://lantern.example"}
)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        # One registered domain is one publisher.
        ("https://www.press.example/1", "https://m.press.example/2", True),
        ("https://bbc.co.uk/1", "https://guardian.co.uk/1", False),
        # On shared sites it is the owner.
        ("https://github.com/one/a", "https://github.com/two/a", False),
        ("https://github.com/one/a", "https://GitHub.com/One/b", True),
        ("https://github.com/one/a", "https://github.com/./one/b", True),
        ("https://github.com/one/a", "https://github.com/%6Fne/b", True),
        ("https://github.com/two/../one/a", "https://github.com/one/b", True),
        ("https://github.com/topics/one", "https://github.com/one/a", False),
        ("https://github.com/topics/one", "https://github.com/search?q=two", True),
        ("https://huggingface.co/one/model", "https://huggingface.co/two/model", False),
        ("https://huggingface.co/one/model", "https://huggingface.co/one/other", True),
        ("https://huggingface.co/docs/hub", "https://huggingface.co/blog/one", True),
        ("https://gitlab.com/one/a", "https://gitlab.com/two/a", False),
        ("https://codeberg.org/one/a", "https://codeberg.org/two/a", False),
        ("https://medium.com/@one/story", "https://medium.com/@two/story", False),
        ("https://one.substack.com/p/a", "https://two.substack.com/p/a", False),
        ("https://www.linkedin.com/company/one", "https://www.linkedin.com/company/two", False),
        ("https://x.com/one/status/1", "https://x.com/two/status/1", False),
        ("https://www.youtube.com/@one", "https://www.youtube.com/@two", False),
        # Hosts that are technically one.
        ("https://github.com/one/a", "https://raw.githubusercontent.com/one/a/main/b", True),
        ("https://github.com/one/a", "https://gist.github.com/one/5f", True),
        ("https://github.com/one/a", "https://gist.githubusercontent.com/one/5f/raw", True),
        ("https://github.com/one/a", "https://api.github.com/repos/one/a", True),
        ("https://github.com/one/a", "https://github.com/orgs/one/repositories", True),
        ("https://github.com/one/a", "https://one.github.io/a", True),
        ("https://one.github.io/a", "https://two.github.io/a", False),
        ("https://github.com/one/a", "https://gitlab.com/one/a", False),
        ("https://gitlab.com/one/a", "https://one.gitlab.io/a", True),
        ("https://codeberg.org/one/a", "https://one.codeberg.page/a", True),
        ("https://huggingface.co/one/a", "https://hf.co/one/b", True),
        ("https://huggingface.co/one/a", "https://huggingface.co/datasets/one/b", True),
        ("https://huggingface.co/one/a", "https://huggingface.co/api/models/one/a", True),
        ("https://medium.com/@one/story", "https://one.medium.com/other", True),
        ("https://substack.com/@one", "https://one.substack.com/p/a", True),
        ("https://www.linkedin.com/posts/one_a-story-1", "https://de.linkedin.com/company/one", True),
        ("https://twitter.com/one/status/1", "https://x.com/one/status/2", True),
        ("https://m.youtube.com/@one/videos", "https://www.youtube.com/c/one", True),
    ],
)
def test_an_address_tells_who_publishes(one, two, same):
    assert (publisher_of({"url": one}) == publisher_of({"url": two})) is same


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?v=1",
        "https://youtu.be/1",
        "https://www.linkedin.com/pulse/a-story",
        "https://x.com/i/status/1",
        "https://medium.com/p/5f",
        "https://github.com/",
    ],
)
def test_an_address_that_names_no_owner_leaves_it_to_the_declared_name(address):
    assert publisher_of({"url": address}) == ""
    assert publisher_of({"url": address, "publisher": "Talks GmbH"}) == "talks gmbh"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://github.com/one/a", "GitHub"),
        ("https://youtu.be/1", "YouTube"),
        ("https://hf.co/one/a", "hugging face"),
    ],
)
def test_the_name_of_a_shared_site_names_no_owner(address, site):
    assert page_of({"url": address, "publisher": site}).declared == ""


def test_without_an_address_the_publisher_s_name_tells():
    assert publisher_of({"publisher": "Le  Monde"}) == publisher_of({"publisher": "le monde"}) != ""
    assert publisher_of({"locator": "page 12"}) == ""


def page(url, publisher="", by="third-party"):
    return {"url": url, "publisher": publisher, "by": by, "kind": "press"}


@pytest.mark.parametrize(
    ("source", "by"),
    [
        (page("https://news.example/1", "Example Press"), "third-party"),
        (page("https://news.example/1"), "third-party"),
        (page("https://blog.novo.example/1"), "company"),
        # Under its name, its legal name or another of its names, on whatever domain.
        (page("https://other.example/1", "novo ARZTE ai"), "company"),
        (page("https://other.example/1", "Novo Aerzte AI GmbH"), "company"),
        (page("https://github.com/somebody/a", "NovoBot"), "company"),
        (page("https://other.example/1", "Novo Ärzte AI Fan Page"), "third-party"),
        # Whoever took the name on a shared site need not be the company: nobody declared it.
        (page("https://github.com/novobot/a"), "third-party"),
        (page("https://docs.lantern.example/1"), "developer"),
        (page("https://other.example/1", "Lantern Lab"), "developer"),
        (page("https://other.example/1", "灯笼"), "developer"),
        # The names of developers on shared sites are among their aliases.
        (page("https://github.com/Lantern-AI/a", "Somebody"), "developer"),
        (page("https://hf.co/lantern-ai/a"), "developer"),
        (page("https://github.com/lantern/a"), "third-party"),
        # Who speaks is kept where it is no third party.
        (page("https://docs.lantern.example/1", by="company"), "company"),
        (page("https://blog.novo.example/1", by="developer"), "developer"),
    ],
)
def test_whose_page_it_is(source, by):
    (read,) = evidence([source], company=COMPANY, developer=DEVELOPER)
    assert read.by == by
    assert read.guest is (by != source["by"])


def test_a_company_whose_website_is_on_a_shared_site_owns_its_part_of_it_only():
    company = publishers.company({"name": "One", "website": "https://one.github.io"})
    first, second = evidence([page("https://github.com/one/a"), page("https://github.com/two/a")], company=company)
    assert (first.by, second.by) == ("company", "third-party")


def test_nobody_publishes_nothing():
    (read,) = evidence([page("")])
    assert (read.by, read.publisher) == ("third-party", "")


@pytest.mark.parametrize("website", ["https://github.com/llab-ai", "https://llab-ai.github.io", "https://lab.example"])
def test_the_tables_and_the_document_know_a_developer_by_the_same_pages(empty_app, website):
    told = developer(website=website)
    page = source(url=f"{website}/users", publisher=None)
    with empty_app.app_context():
        put(Kind.DEVELOPER, told)
        put(Kind.MODEL, family())
        put(Kind.COMPANY, company(adoptions=[adoption(sources=[page])]))
        assert queries.makers({"lantern"})["lantern"].party == publishers.developer(told)
        assert Adoption.get().basis == "developer-stated"
