"""`flask verify archive`: an archive that the operator named makes copies, and the sources say where they are."""

import pytest

from directory.ledger.models import Change
from tests.verification.running import PAGE, basis, check, cited, document, marks, reasons, story, whole

SAVE = f"https://archive.example/save/{PAGE}"
COPY = f"https://archive.example/web/20261124/{PAGE}"


def archive(app, *options, succeeds=True):
    told = app.test_cli_runner().invoke(args=["verify", "archive", *options])
    assert (told.exit_code == 0) is succeeds, told.output
    return told.output


def copies():
    return [each.get("archive_url") for each in document()["adoptions"][0]["sources"]]


def led(web, copy):
    web.redirect(SAVE, copy)
    web.page(copy, story())


def by_redirect(web):
    led(web, COPY)


def by_header(web):
    web.page(SAVE, "Saved.", content_location=f"/web/20261124/{PAGE}")


@pytest.mark.parametrize("tell", [by_redirect, by_header])
def test_a_copy_is_kept_with_every_source_on_the_page(checked, web, tell):
    cited({}, {"quote": "Another sentence of it."})
    tell(web)
    assert "Asked for 1 copies, 1 are kept; 0 pages have none." in archive(checked)
    assert copies() == [COPY, COPY]
    assert reasons()[0] == "Archived on 2026-11-24: source 1 of claim 1, source 2 of claim 1."
    assert basis() == "reported"
    assert whole()
    asked = len(web.asked)
    archive(checked)
    assert len(web.asked) == asked


@pytest.mark.parametrize(
    "tell",
    [
        lambda web: web.page(SAVE, "Nothing saved."),
        lambda web: web.page(SAVE, "no", status=500),
        lambda web: (web.redirect(SAVE, PAGE), web.page(PAGE, story())),
        lambda web: led(web, f"https://archive.example/login?next={PAGE}"),
        lambda web: led(web, f"https://archive.example/login/{PAGE}"),
        lambda web: led(web, f"https://accounts.site.example/{PAGE}"),
        lambda web: led(web, "https://archive.example/web/2026/https://other.example/lantern"),
        lambda web: led(web, "https://archive.example/web/2026/https://badnews.example/lantern"),
        lambda web: led(web, "https://archive.example/web/2026/https://news.example/lanterns"),
        lambda web: web.page(SAVE, "Saved.", content_location="javascript:alert(1)"),
        lambda web: web.page(SAVE, "Saved.", content_location="https://192.0.2.1/copy"),
    ],
)
def test_what_is_no_copy_is_not_kept(checked, web, tell):
    cited()
    tell(web)
    assert "0 are kept; 1 pages have none" in archive(checked)
    assert copies() == [None]


def test_an_archive_that_has_enough_is_left_in_peace(checked, web):
    cited({}, {"url": "https://press.example/lantern"})
    web.page(SAVE, "Too many.", status=429)
    assert "takes no more pages" in archive(checked, succeeds=False)
    assert len(web.asked) == 1


def test_a_page_that_lost_its_quote_is_not_archived_and_an_archived_one_may_go(checked, web):
    cited({}, {"url": "https://press.example/lantern"})
    web.page(PAGE, story())
    by_redirect(web)
    check(checked)
    assert archive(checked, "--limit", "1").startswith("Archiving")
    web.page(PAGE, "no", status=410)
    for day in ("2026-11-25", "2026-12-05"):
        check(checked, day=day)
    assert marks() == [None, None]
    # The other page never was there.
    assert "Asked for 0 copies" in archive(checked)


@pytest.mark.parametrize("settings", [{"web_archive": ""}], indirect=True)
def test_nothing_is_sent_where_no_archive_is_named(checked, web):
    cited()
    before = Change.select().count()
    assert "PASSERELLE_WEB_ARCHIVE" in archive(checked, succeeds=False)
    assert (web.asked, web.names.asked, Change.select().count()) == ([], [], before)


@pytest.mark.parametrize("settings", [{"link_check": "off"}], indirect=True)
def test_the_archive_does_not_need_the_link_check(checked, web):
    cited()
    by_redirect(web)
    archive(checked, "--company", "example-company-1")
    assert copies() == [COPY]
