"""Settings: what makes no sense is refused in a sentence that names the setting."""

import dataclasses
import multiprocessing
import stat

import pytest

from directory import config

SECRET = "0123456789" * 5
PRODUCTION = {
    "PASSERELLE_ENVIRONMENT": "production",
    "PASSERELLE_SECRET_KEY": SECRET,
    "PASSERELLE_PUBLIC_URL": "https://passerelle.example",
    "IMPRINT_NAME": "Example Operator (made up)",
    "IMPRINT_ADDRESS": "1 Example Street, Example",
    "IMPRINT_EMAIL": "post@passerelle.example",
}


def read(folder, **given):
    return config.load({"PASSERELLE_DATA_DIR": str(folder / "data")} | given)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PASSERELLE_ENVIRONMENT", "prod"),
        ("PASSERELLE_ENVIRONMENT", "Production"),
        ("PASSERELLE_INDEXER", "yes"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "80 80"),
        ("PORT", "http"),
        ("PORT", "٨٠"),
        ("PORT", "-1"),
        ("PORT", "8e3"),
        ("PORT", "9" * 5000),
        ("PASSERELLE_WORKERS", "0"),
        ("PASSERELLE_WORKERS", "65"),
        ("PASSERELLE_WORKERS", "two"),
        ("PASSERELLE_TRUSTED_PROXIES", "6"),
        ("PASSERELLE_POSTS_PER_HOUR", "0"),
        ("PASSERELLE_POSTS_PER_HOUR", "many"),
        ("PASSERELLE_POSTS_PER_DAY", "-1"),
        ("PASSERELLE_POSTS_IN_ALL", "1000001"),
        ("PASSERELLE_KEEP_CONTACT_DAYS", "0"),
        ("PASSERELLE_KEEP_CONTACT_DAYS", "366"),
        ("PASSERELLE_TRUSTED_PROXIES", "on"),
        ("PASSERELLE_PUBLIC_URL", "passerelle.example"),
        ("PASSERELLE_PUBLIC_URL", "ftp://passerelle.example"),
        ("PASSERELLE_PUBLIC_URL", "https://passerelle.example/directory"),
        ("PASSERELLE_PUBLIC_URL", "https://passerelle.example?a=b"),
        ("PASSERELLE_PUBLIC_URL", "https://passerelle.example#a"),
        ("PASSERELLE_PUBLIC_URL", "https://user@passerelle.example"),
        ("PASSERELLE_PUBLIC_URL", "https://passerelle.example:port"),
        ("PASSERELLE_PUBLIC_URL", "https://[::1"),
        ("PASSERELLE_PUBLIC_URL", "https://"),
        ("PASSERELLE_SECRET_KEY", "short"),
        ("PASSERELLE_SECRET_KEY", "x" * 31),
        ("PASSERELLE_HOST", "all of them"),
        ("MAIL_HOST", "mail server"),
        ("MAIL_HOST", "mail.example/path"),
        ("MAIL_PORT", "smtp"),
        ("MAIL_SECURITY", "ssl"),
        ("MAIL_FROM", "passerelle"),
        ("MAIL_FROM", "Passerelle <post@passerelle.example>"),
        ("MAIL_FROM", "post@passerelle.example\nBcc: all@passerelle.example"),
        ("MAIL_USER", "passerelle"),
        ("PASSERELLE_WEB_ARCHIVE", "https://archive.example/save"),
        ("PASSERELLE_WEB_ARCHIVE", "archive.example/"),
        ("PASSERELLE_RESOLVER", "dns.example"),
        ("PASSERELLE_RESOLVER", "192.0.2.300"),
        ("PASSERELLE_RESOLVER", "192.0.2.53:65536"),
        ("PASSERELLE_RESOLVER", "192.0.2.53:0"),
        ("PASSERELLE_RESOLVER", "2001:db8::1::2"),
    ],
)
def test_nonsense_is_refused_by_name(tmp_path, name, value):
    with pytest.raises(config.BadSetting) as refusal:
        read(tmp_path, **{name: value})
    assert str(refusal.value).startswith(f"{name} is ")
    assert not (tmp_path / "data").exists(), "nothing was made before the refusal"


def test_a_secret_never_stands_in_the_refusal(tmp_path):
    with pytest.raises(config.BadSetting) as refusal:
        read(tmp_path, PASSERELLE_SECRET_KEY="hush-hush")
    assert "hush-hush" not in str(refusal.value)


@pytest.mark.parametrize("name", [name for name in PRODUCTION if name != "PASSERELLE_ENVIRONMENT"])
def test_production_needs_every_one_of_its_settings(tmp_path, name):
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    with pytest.raises(config.BadSetting, match=f"^{name} is not set"):
        read(tmp_path, **given)


def test_production_needs_https(tmp_path):
    with pytest.raises(config.BadSetting, match=r"^PASSERELLE_PUBLIC_URL is http://.*https://"):
        read(tmp_path, **PRODUCTION | {"PASSERELLE_PUBLIC_URL": "http://passerelle.example"})


def test_production_starts_with_its_needs_and_answers_to_its_own_name_only(tmp_path):
    settings = read(tmp_path, **PRODUCTION)
    assert settings.production
    assert settings.hosts == ["passerelle.example"]
    assert settings.secret_key == SECRET


def test_a_mail_server_needs_a_sender_and_both_halves_of_who_signs_in(tmp_path):
    with pytest.raises(config.BadSetting, match=r"^MAIL_FROM is not set"):
        read(tmp_path, MAIL_HOST="mail.passerelle.example")
    with pytest.raises(config.BadSetting, match=r"^MAIL_USER is not set") as refusal:
        read(tmp_path, MAIL_PASSWORD="hush-hush")
    assert "hush-hush" not in str(refusal.value)


def test_the_mail_password_is_not_shown(tmp_path):
    assert "hush-hush" not in repr(read(tmp_path, MAIL_USER="passerelle", MAIL_PASSWORD="hush-hush"))


@pytest.mark.parametrize(("host", "right"), [("127.0.0.1", True), ("localhost", True), ("mail.example", False)])
def test_letters_travel_readable_on_this_machine_only(tmp_path, host, right):
    given = PRODUCTION | {"MAIL_HOST": host, "MAIL_FROM": "post@passerelle.example", "MAIL_SECURITY": "none"}
    if right:
        assert read(tmp_path, **given).mails
    else:
        with pytest.raises(config.BadSetting, match=r"^MAIL_SECURITY is none"):
            read(tmp_path, **given)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", None),
        ("192.0.2.53", ("192.0.2.53", 53)),
        ("192.0.2.53:5353", ("192.0.2.53", 5353)),
        ("2001:db8::53", ("2001:db8::53", 53)),
        ("[2001:db8::53]:5353", ("2001:db8::53", 5353)),
    ],
)
def test_a_name_server_is_an_address_with_or_without_a_port(tmp_path, written, meant):
    assert read(tmp_path, PASSERELLE_RESOLVER=written).name_server == meant


def test_development_answers_to_this_machine(tmp_path):
    settings = read(tmp_path)
    assert settings.address == "http://127.0.0.1:8000"
    assert settings.hosts == ["127.0.0.1", "localhost"]


def test_an_ipv6_address_is_written_in_brackets(tmp_path):
    settings = read(tmp_path, PASSERELLE_HOST="::1")
    assert settings.address == "http://[::1]:8000"
    assert "::1" in settings.hosts


def test_trusted_hosts_are_further_ones(tmp_path):
    told = read(tmp_path, PASSERELLE_TRUSTED_HOSTS=" a.example, b.example,,").hosts
    assert told == ["127.0.0.1", "a.example", "b.example", "localhost"]
    told = read(tmp_path, **PRODUCTION, PASSERELLE_TRUSTED_HOSTS="www.passerelle.example,passerelle.example").hosts
    assert told == ["passerelle.example", "www.passerelle.example"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("IMPRINT_NAME", True),
        ("IMPRINT_ADDRESS", True),
        ("IMPRINT_EMAIL", True),
        ("PASSERELLE_PUBLIC_URL", True),
        ("PASSERELLE_SECRET_KEY", False),
        ("PASSERELLE_WORKERS", False),
    ],
)
def test_what_pages_show_is_told_from_what_they_do_not(tmp_path, name, shown):
    value = {"PASSERELLE_PUBLIC_URL": "https://b.example", "PASSERELLE_WORKERS": "7"}.get(name, "x" * 40)
    assert (read(tmp_path, **{name: value}).shown != read(tmp_path).shown) is shown


def test_the_public_address_has_no_slash_at_its_end(tmp_path):
    assert read(tmp_path, PASSERELLE_PUBLIC_URL="https://a.example/").address == "https://a.example"


def test_an_empty_variable_counts_as_not_set(tmp_path):
    assert read(tmp_path, PORT="").port == "8000"


def test_the_secret_made_on_the_first_start_is_private_and_stays(tmp_path):
    first = read(tmp_path)
    file = tmp_path / "data" / "secret-key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(first.secret_key) >= 32
    assert read(tmp_path).secret_key == first.secret_key
    (tmp_path / "other").mkdir()
    assert read(tmp_path / "other").secret_key != first.secret_key


def test_processes_that_start_at_once_agree_on_the_secret(tmp_path):
    forked = multiprocessing.get_context("fork")
    starts, told = forked.Barrier(6), forked.SimpleQueue()
    processes = [forked.Process(target=_tell_secret, args=(tmp_path, starts, told)) for _ in range(6)]
    for process in processes:
        process.start()
    secrets = {told.get() for _ in processes}
    for process in processes:
        process.join()
    assert len(secrets) == 1
    assert [file.name for file in (tmp_path / "data").iterdir()] == ["secret-key"]


def _tell_secret(folder, starts, told):
    starts.wait()
    told.put(read(folder).secret_key)


def test_a_secret_file_that_was_emptied_is_no_secret(tmp_path):
    read(tmp_path)
    (tmp_path / "data" / "secret-key").write_text("")
    with pytest.raises(config.BadSetting, match="secret-key"):
        read(tmp_path)


def test_the_secret_is_not_shown(tmp_path):
    assert read(tmp_path).secret_key not in repr(read(tmp_path))
    assert SECRET not in repr(read(tmp_path, PASSERELLE_SECRET_KEY=SECRET))


def test_settings_are_frozen(tmp_path):
    with pytest.raises(dataclasses.FrozenInstanceError):
        read(tmp_path).port = "1"


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path):
    (tmp_path / "data").write_text("a file stands in the way")
    with pytest.raises(config.BadSetting, match=r"^PASSERELLE_DATA_DIR is "):
        read(tmp_path)


def test_every_name_is_listed_once():
    assert len(set(config.names())) == len(config.names()) == len(dataclasses.fields(config.Settings))
