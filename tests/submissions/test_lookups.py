"""Looking for codes: in a real name server and on a real website, and at no address that is not public."""

import ssl

import pytest
from dns.resolver import Resolver

from directory.config import Settings
from directory.outside import public
from directory.submissions import fetch, lookups
from directory.submissions.fetch import Fetcher
from directory.submissions.lookups import PATH, Lookups
from directory.submissions.models import Control
from tests.mail.post import CERTIFICATE
from tests.submissions.outside import OK, Names, Website, answering, serving

DOMAIN = "company-1.example"
CODE = "a-made-up-code"
# One or more of each kind; the last of each network too.
CLOSED = """
0.0.0.0 0.255.255.255 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.8 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::808:808 64:ff9b::7f00:1 64:ff9b:1::1 100::1 2001::1
2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1::1 3fff::1 3fff:fff::1
4000::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1
localhost 127.1 0x7f000001 2130706433 company-1.example
"""
OPEN = "8.8.8.8 1.1.1.1 100.63.255.255 100.128.0.0 172.32.0.1 192.0.1.1 223.255.255.255 2606:4700::1111 2a00:1450::1"


def control(method):
    return Control(method=method, domain=DOMAIN, code=CODE)


@pytest.fixture
def names():
    with answering(Names()) as names:
        yield names


@pytest.fixture
def website():
    with serving(Website()) as website:
        yield website


def outside(names, website=None, **given):
    """Ask the servers of the test; that the website is on this machine is what is allowed here."""
    resolver = Resolver(configure=False)
    resolver.port, resolver.nameservers = names.port, ["127.0.0.1"]
    trusted = {"trust": ssl.create_default_context(cafile=CERTIFICATE), "open_to": ["127.0.0.1"]} | given
    return Lookups(resolver, Fetcher("Passerelle (made up)", port=website.port if website else 1, **trusted))


@pytest.mark.parametrize("name", [f"_passerelle.{DOMAIN}.", f"{DOMAIN}."])
def test_a_record_at_either_name_proves_control(names, name):
    names.records[name, "TXT"] = ['"v=spf1 -all"', f'"passerelle-verification={CODE}"']
    assert outside(names).look(control("dns")) == (True, lookups.FOUND)


def test_a_record_in_several_strings_is_one(names):
    names.records[f"{DOMAIN}.", "TXT"] = [f'"passerelle-" "verification={CODE}"']
    assert outside(names).look(control("dns")) == (True, lookups.FOUND)


@pytest.mark.parametrize("record", [CODE, "passerelle-verification=", f"x passerelle-verification={CODE}"])
def test_another_record_proves_nothing(names, record):
    names.records[f"{DOMAIN}.", "TXT"] = [f'"{record}"']
    found, told = outside(names).look(control("dns"))
    assert (found, told) == (False, lookups.OTHER_RECORD if record.startswith("pass") else lookups.NO_RECORD)


def test_what_is_not_there_and_what_does_not_answer_are_told_apart(names):
    assert outside(names).look(control("dns")) == (False, lookups.NO_RECORD)
    assert outside(names).look(control("file")) == (False, fetch.NOT_PUBLIC)
    names.silent = True
    assert outside(names).look(control("dns")) == (False, lookups.NO_ANSWER)
    assert outside(names).look(control("file")) == (False, lookups.NO_ANSWER)


def test_the_file_proves_control_and_the_visit_says_who_asks(names, website):
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    website.told = OK + f"\r\n\ufeff{CODE}\r\n".encode()
    assert outside(names, website).look(control("file")) == (True, lookups.FOUND)
    (request,) = website.requests
    assert request.startswith(f"GET {PATH} HTTP/1.1\r\nHost: {DOMAIN}\r\nUser-Agent: Passerelle".encode())


def chunked(text):
    return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(text), text)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (chunked(CODE.encode()), lookups.FOUND),
        (OK + b"Content-Length: 14\r\n\r\n" + CODE.encode() + b" more", lookups.FOUND),
        (OK + b"\r\n" + CODE.encode() + b" more", lookups.OTHER_FILE),
        (OK + b"\r\n\xff\xfe", lookups.OTHER_FILE),
        (b"HTTP/1.1 404 Not Found\r\n\r\n" + CODE.encode(), lookups.NO_FILE),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\n\r\n" + CODE.encode(), lookups.NO_FILE),
        (OK + b"\r\n" + b"x" * 5000, fetch.NO_TEXT),
        (OK + b"\r\n" + b"x" * 5_000_000, fetch.NO_TEXT),
        (OK + b"Content-Length: 100\r\n\r\n" + CODE.encode(), fetch.NO_TEXT),
        (OK + b"X: " + b"x" * 70_000 + b"\r\n\r\n", fetch.NO_TEXT),
        (b"", fetch.NO_TEXT),
        (b"SSH-2.0\r\n", fetch.NO_TEXT),
    ],
)
def test_any_answer_of_a_website_is_told_in_a_sentence(names, website, answer, told):
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    website.told = answer
    assert outside(names, website).look(control("file")) == (told == lookups.FOUND, told)
    assert len(website.requests) == 1, "it is asked once, and no redirect is followed"


def test_a_website_without_a_valid_certificate_proves_nothing(names, website):
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    website.told = OK + b"\r\n" + CODE.encode()
    stranger = outside(names, website, trust=ssl.create_default_context())
    assert stranger.look(control("file")) == (False, fetch.NO_ANSWER)
    names.records["other.example.", "A"] = ["127.0.0.1"]
    other = Control(method="file", domain="other.example", code=CODE)
    assert outside(names, website).look(other) == (False, fetch.NO_ANSWER), "the certificate names another host"
    assert website.requests == []


def test_a_website_that_talks_for_ever_is_left_after_the_time_limit(names, website):
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    # It says nothing until the visitor has gone.
    website.act = lambda line: line.recv(1)
    assert outside(names, website, patience=0.3).look(control("file")) == (False, fetch.NO_ANSWER)


@pytest.mark.parametrize("address", CLOSED.split())
def test_an_address_that_is_not_public_is_never_spoken_to(website, address):
    assert not public(address)
    shut = Fetcher("Passerelle (made up)", port=website.port)
    for addresses in ([address], ["8.8.8.8", address]):
        with pytest.raises(fetch.NotFetched, match="not at a public address"):
            shut.get(DOMAIN, addresses, PATH)
    assert website.reached == 0


@pytest.mark.parametrize("address", OPEN.split())
def test_an_address_of_the_open_internet_is_public(address):
    assert public(address)


def test_a_name_that_leads_to_this_machine_is_refused(names, website):
    names.records[f"{DOMAIN}.", "A"] = ["127.0.0.1"]
    names.records[f"{DOMAIN}.", "AAAA"] = ["::1"]
    assert outside(names, website, open_to=()).look(control("file")) == (False, fetch.NOT_PUBLIC)
    assert website.reached == 0


def test_the_operators_name_server_is_asked_where_one_is_set():
    there = lookups.lookups(Settings(resolver="127.0.0.1:5353", public_url="https://passerelle.example"))
    assert (there.resolver.nameservers, there.resolver.port) == (["127.0.0.1"], 5353)
    assert there.fetcher.agent == "Passerelle verification (+https://passerelle.example/about)"
