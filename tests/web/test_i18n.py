"""Words, names, dates and sentences as readers see them."""

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import current_app
from flask_babel import Domain, force_locale

from directory import vocabulary
from directory.catalogue.kinds import Kind, parse
from directory.errors import Invalid, Problem, Refused
from directory.submissions.forms.sending import SendingForm
from directory.vocabulary import EUROPE
from directory.web import i18n
from tests.factories import company


@pytest.fixture(autouse=True)
def _reader(empty_app):
    with empty_app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2026", '<time datetime="2026">2026</time>'),
        ("2026-05", '<time datetime="2026-05">May 2026</time>'),
        ("2026-05-04", '<time datetime="2026-05-04">4 May 2026</time>'),
        ("", ""),
    ],
)
def test_a_date_is_shown_as_far_as_it_is_known(date, shown):
    assert str(i18n.day(date)) == shown


def test_every_word_has_a_label_and_an_unknown_one_stays_what_it_is():
    for kind in i18n.LISTS:
        for word in i18n.choices(kind):
            assert i18n.label(kind, word.value) == word.label != ""
    assert i18n.label("use", "<odd>") == "<odd>"
    assert i18n.meaning("use", "<odd>") == ""
    assert i18n.meaning("route", "app") == vocabulary.Route.APP.meaning


def test_every_country_has_a_name():
    names = {code: i18n.country_name(code) for code in EUROPE | {"CN", "EU"}}
    assert all(name != code for code, name in names.items())
    assert (names["XK"], names["CN"], names["EU"]) == ("Kosovo", "China", "European Union")
    assert i18n.country_name("??") == "??"
    assert i18n.language_name("fr") == i18n.language_name("fr-CA") == "French"


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Refused("Nothing is 100% sure."), "Nothing is 100% sure."),
        (Refused("%(share)s of 100%%.", share="50%"), "50% of 100%."),
        (
            Problem(("name",), "Write at most %(max_length)s characters.", {"max_length": 3}),
            "Write at most 3 characters.",
        ),
        (Problem(("name",), "Half is 50%%."), "Half is 50%."),
    ],
)
def test_a_sentence_says_a_per_cent_sign_once(fault, told):
    assert i18n.sentence(fault) == told == str(fault)


def test_what_was_typed_is_repeated_as_it_was_typed():
    with pytest.raises(Invalid) as refusal:
        parse(Kind.COMPANY, company(aliases=["100% %(x)s {y}", "100% %(x)s {y}"]))
    assert [i18n.sentence(problem) for problem in refusal.value.problems] == ["“100% %(x)s {y}” is given twice."]


@pytest.fixture
def french(tmp_path):
    """Have a few messages in French."""
    messages = Catalog(locale="fr")
    messages.add("This text holds %(fault)s.", "Ce texte contient %(fault)s.")
    messages.add("a control character", "un caractère de contrôle")
    messages.add("the press release is only in the archive of 2025", "le communiqué n’est que dans l’archive de 2025")
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, messages)
    Domain([str(tmp_path)]).as_default()


def test_what_makes_text_unfit_is_said_in_the_reader_s_language(french):
    with pytest.raises(Invalid) as refusal:
        parse(Kind.COMPANY, company(name="\x07"))
    with force_locale("fr"):
        told = [i18n.sentence(problem) for problem in refusal.value.problems]
        again = i18n.sentence(Refused("This text holds %(fault)s.", fault="a control character"))
    assert told == [again] == ["Ce texte contient un caractère de contrôle."]


def test_the_example_of_a_field_is_told_in_the_reader_s_language(french):
    page = current_app.jinja_env.from_string("{% import '_forms.html' as forms %}{{ forms.help(field) }}")
    with force_locale("fr"):
        assert "le communiqué n’est que dans l’archive de 2025" in page.render(field=SendingForm().note)


def test_a_letter_speaks_its_own_language_and_the_page_goes_on_in_its_own(french):
    page = current_app.jinja_env.from_string("{{ _('a control character') }}")
    told = []
    for language in ("fr", "fr-CA"):
        assert page.render() == "a control character"
        with i18n.speaking(language):
            told += [i18n.say("This text holds %(fault)s.", fault="x"), i18n.plain_day("2026-12"), page.render()]
        assert (page.render(), i18n.plain_day("2026-12")) == ("a control character", "Dec 2026")
    assert told[:3] == ["Ce texte contient x.", "déc. 2026", "un caractère de contrôle"]


def test_a_letter_that_cannot_be_written_leaves_the_page_its_language(french):
    with pytest.raises(ZeroDivisionError), i18n.speaking("fr"):
        raise ZeroDivisionError
    assert i18n.page_language() == "en"
