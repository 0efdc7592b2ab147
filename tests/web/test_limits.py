"""What is too large, sent to another host or malformed is refused in plain words."""

import pytest

from directory.web.limits import LARGEST_BODY, network, network_key
from tests.conftest import settings_in, site
from tests.people import later


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example:8000",
        "",
        "a b",
        "localhost@evil",
    ],
)
def test_a_foreign_host_is_refused(client, host):
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "The address or the data sent is malformed." in answer.text
    assert "evil" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "localhost:8001"])
def test_the_site_answers_to_its_own_names(client, host):
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_a_forwarded_host_counts_only_behind_a_proxy_that_the_operator_named(launched, tmp_path):
    forwarded = {"X-Forwarded-Host": "a.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    for proxies, seen in (("0", ("localhost", "http", "127.0.0.1")), ("1", ("a.example", "https", "203.0.113.7"))):
        settings = settings_in(tmp_path / proxies, trusted_proxies=proxies, trusted_hosts="localhost,a.example")
        with site(settings) as app:
            from flask import request

            app.add_url_rule("/seen", "seen", lambda: [request.host, request.scheme, request.remote_addr])
            answer = app.test_client().get("/seen", headers=forwarded)
            assert tuple(answer.json) == seen


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_above_the_limit_is_refused_in_plain_words(client, content_type):
    answer = client.post("/submit", data=b"a" * (LARGEST_BODY + 1), content_type=content_type)
    assert answer.status_code == 413
    assert "At most 256 KB can be sent at once." in answer.text


def test_thousands_of_fields_are_refused(client):
    body = "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\n\r\n' for n in range(3000))
    for repeat in (1, 2):
        answer = client.post(
            "/submit", data=body * repeat + "--x--\r\n", content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code in (403, 413)


@pytest.mark.parametrize(
    "address",
    [
        "/%00",
        "/companies/%00",
        "/companies/%ff%fe",
        "/companies/..%2f..%2fetc%2fpasswd",
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/companies/" + "a" * 5000,
        "/companies/%F0%9F%9A%80",
        "/companies/novo-ai%0d%0aSet-Cookie:a=b",
        "//evil.example/",
        "/companies/{{7*7}}",
        "/changes?before=" + "9" * 400,
        "/changes?before=-1&before=x",
        "/countries/%E2%80%AE",
    ],
)
def test_a_malformed_address_is_a_plain_answer(client, address):
    with client.get(address) as answer:
        assert answer.status_code in (200, 301, 308, 400, 404)
        assert "Set-Cookie" not in answer.headers
        assert b"[project]" not in answer.data
        assert b"create_app" not in answer.data
        assert not answer.headers.get("Location", "/").startswith(("//", "http://evil"))


@pytest.mark.parametrize(
    ("sender", "known"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1234:5678::1", "2001:db8:1234:5600::/56"),
        ("::1", "::/56"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("", ""),
        ("a socket", ""),
    ],
)
def test_a_sender_is_known_by_the_network_only(client, sender, known):
    with client.application.test_request_context(environ_base={"REMOTE_ADDR": sender}):
        assert network() == known


def key_of(app, sender):
    with app.test_request_context(environ_base={"REMOTE_ADDR": sender}):
        return network_key()


def test_a_network_has_one_key_a_day_that_nobody_reads_back_without_our_secret(client):
    key = key_of(client.application, "203.0.113.77")
    assert key == key_of(client.application, "203.0.113.1") != key_of(client.application, "203.0.114.1")
    with later(days=1):
        assert key_of(client.application, "203.0.113.77") != key


def test_another_site_knows_a_network_by_another_key(client, tmp_path):
    key = key_of(client.application, "203.0.113.77")
    with site(settings_in(tmp_path / "other", secret_key="another secret, 0123456789 0123456789")) as other:
        assert key_of(other, "203.0.113.77") != key
