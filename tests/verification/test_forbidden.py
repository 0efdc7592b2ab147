"""Where the link check never goes: no connection is made to this machine, an inner network or a strange port."""

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from ipaddress import IPv6Address
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import outside
from directory.outside import NO_ADDRESS, NOT_PUBLIC, public
from directory.verification import visits
from tests.verification.servers import CERTIFICATE, served_web, trap

# A call to any other address of those below fails the test that made it.
pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2", "::1"])
ROOT = Path(__file__).parents[2]
# 127.0.0.1 stands for the open internet here, and 127.0.0.2, like ::1, for what is behind the operator's door.
INNER = ["127.0.0.2", "::1"]
ADDRESSES = """
http://127.0.0.2/ http://[::1]/ http://[::ffff:127.0.0.2]/ http://[::127.0.0.2]/ http://[64:ff9b::7f00:2]/
http://2130706434/ http://0x7f000002/ http://0x7f.2/ http://0177.0.0.2/ http://127.2/ http://127.0.0.2./ http://1.1.1.1/
http://127。0。0。2/ http://①②⑦.⓪.⓪.②/ http://%31%32%37.0.0.2/ http://localhost/ http://localhost./ http://LOCALHOST:80/
http://news.example@127.0.0.2/ http://user:word@inner.example/ http://news.example:80@inner.example/
http://127.0.0.2#@news.example/ http://127.0.0.2?@news.example/ http://169.254.169.254/latest/meta-data/
http://[fe80::1]/ http://[fd00::1]/ http://0.0.0.0/ http://0/ http://news.example:22/ http://news.example:8080/
https://news.example:6379/ file:///etc/passwd file://news.example/etc/passwd ftp://news.example/ gopher://news.example/
dict://news.example:11211/stats data:text/html,x javascript:alert(1) ws://news.example/ http:/// http://
"""
# What the name server says of the inner name.
RECORDS = {
    "loopback": {"A": ["127.0.0.2"]},
    "the loopback of IPv6": {"AAAA": ["::1"]},
    "mapped": {"AAAA": ["::ffff:127.0.0.2"]},
    "compatible": {"AAAA": ["::127.0.0.2"]},
    "NAT64": {"AAAA": ["64:ff9b::7f00:2"]},
    "6to4": {"AAAA": ["2002:7f00:2::1"]},
    "this machine": {"A": ["0.0.0.0"]},
    "keys of a cloud": {"A": ["169.254.169.254"]},
    "private": {"A": ["10.0.0.1", "192.168.0.1"]},
    "unique local": {"AAAA": ["fd00:ec2::254"]},
    "multicast": {"A": ["224.0.0.1"], "AAAA": ["ff02::1"]},
    "open first, then not": {"A": ["127.0.0.1", "127.0.0.2"]},
    "not, then open": {"A": ["127.0.0.2", "127.0.0.1"]},
    "open in one protocol only": {"A": ["127.0.0.1"], "AAAA": ["::1"]},
}


@pytest.fixture
def traps(web):
    """Listen at every inner address, on the ports where the web is served."""
    with ExitStack() as stack:
        yield [stack.enter_context(trap(each, port)) for each in INNER for port in web.ports.values()]


def nobody_knocked(traps):
    return [each.reached for each in traps] == [0] * len(traps)


def test_a_trap_tells_who_knocks(web, traps):
    web.resolve("inner.example", "127.0.0.2")
    assert web.visitor(open_to=["127.0.0.2"]).open("http://inner.example/").status == 404
    assert not nobody_knocked(traps)


@pytest.mark.parametrize("address", ADDRESSES.split())
def test_an_address_that_is_no_public_website_is_not_asked(web, traps, address):
    web.resolve("news.example")
    web.resolve("inner.example", "127.0.0.2")
    visit = web.visitor().open(address)
    assert (visit.status, visit.body, visit.note) == (0, b"", NO_ADDRESS)
    assert nobody_knocked(traps)
    assert web.names.asked == []
    assert web.reached == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("records", RECORDS.values(), ids=RECORDS)
def test_a_name_of_which_one_address_is_not_public_is_not_spoken_to(web, traps, records, scheme):
    web.names.records |= {("inner.example.", kind): values for kind, values in records.items()}
    visit = web.visitor().open(f"{scheme}://inner.example/")
    assert (visit.status, visit.body, visit.note) == (0, b"", NOT_PUBLIC)
    assert nobody_knocked(traps)
    assert web.reached == 0
    assert sorted(web.names.asked) == ["inner.example. A", "inner.example. AAAA"]


@pytest.mark.parametrize(
    "target", ["http://inner.example/", "//inner.example/x", "//127.0.0.2/", "/\\127.0.0.2/", *ADDRESSES.split()]
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(web, traps, target):
    web.redirect("http://news.example/go", target)
    web.resolve("inner.example", "127.0.0.2")
    visit = web.visitor().open("http://news.example/go")
    inner = target in ("http://inner.example/", "//inner.example/x")
    assert (visit.status, visit.body, visit.note) == (0, b"", NOT_PUBLIC if inner else visits.ASTRAY)
    assert nobody_knocked(traps)
    assert web.asked == ["http://news.example/robots.txt", "http://news.example/go"]


def test_a_robots_txt_does_not_lead_inside_either(web, traps):
    web.page("http://news.example/story", "Told.")
    web.redirect("http://news.example/robots.txt", "http://inner.example/")
    web.resolve("inner.example", "127.0.0.2")
    visit = web.visitor().open("http://news.example/story")
    assert (visit.status, visit.note, visit.closed) == (0, visits.NO_ROBOTS, True)
    assert nobody_knocked(traps)


@pytest.mark.parametrize("turn", [0, 1, 2])
def test_a_name_that_changes_its_address_gains_nothing(web, traps, turn):
    answers = [["127.0.0.1"]] * turn + [["127.0.0.2"]] * 3
    web.names.turns["inner.example.", "A"] = list(answers)
    web.does(
        "http://inner.example/", lambda line, _web: line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nTold.")
    )
    visit = web.visitor().open("http://inner.example/")
    assert (visit.status, visit.note) == ((200, "") if turn == 2 else (0, NOT_PUBLIC))
    assert nobody_knocked(traps)
    # Each request asks once, and speaks to what was answered then.
    assert len(web.asked) == turn
    assert web.names.asked.count("inner.example. A") == min(turn + 1, 2)


def test_without_the_tests_permission_this_machine_is_closed_as_well(web):
    web.page("http://news.example/story", "Told.")
    assert web.visitor(open_to=()).open("http://news.example/story").note == NOT_PUBLIC
    assert web.reached == 0


def test_a_real_guard_speaks_to_the_two_ports_of_the_web_only():
    assert outside.Guard("made up").ports == {80: 80, 443: 443}


VISITING = """
import json, sys
from ssl import create_default_context
from directory.config import Settings
from directory.verification.visits import visitor
given = json.loads(sys.argv[1])
ports = {int(port): there for port, there in given["ports"].items()}
trust = create_default_context(cafile=given["trust"])
here = visitor(Settings(resolver=given["resolver"]), ports=ports, open_to=["127.0.0.1"], trust=trust, between=0)
print(json.dumps([here.open(each).note for each in given["urls"]]))
"""


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: the kernel was not asked")
def test_the_kernel_saw_no_connection_to_any_of_them(web, tmp_path):
    """Ask the kernel itself, which no trap can do for addresses that this machine does not have."""
    web.page("http://news.example/story", "Told.")
    urls = ["http://news.example/story", *ADDRESSES.split()]
    for number, records in enumerate(RECORDS.values()):
        web.names.records |= {(f"inner{number}.example.", kind): values for kind, values in records.items()}
        web.redirect(f"http://news.example/{number}", f"https://inner{number}.example/")
        urls += [f"http://inner{number}.example/", f"http://news.example/{number}"]
    told = {"ports": web.ports, "trust": str(CERTIFICATE), "resolver": f"127.0.0.1:{web.names.port}", "urls": urls}
    log = tmp_path / "calls"
    command = ["strace", "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(log)]
    command += [sys.executable, "-c", VISITING, json.dumps(told)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip(f"strace may not look here: {done.stderr.strip()}")
    notes = json.loads(done.stdout)
    assert notes[0] == ""
    assert all(notes[1:])
    calls = [line for line in log.read_text().splitlines() if "AF_INET" in line]
    assert sum(f"htons({web.ports[80]})" in line for line in calls) > 1
    assert [line for line in calls if '"127.0.0.1"' not in line] == []
    served = {*web.ports.values(), web.names.port}
    assert [line for line in calls if not any(f"htons({port})" in line for port in served)] == []


@given(st.ip_addresses())
def test_what_the_standard_library_calls_special_is_not_public(address):
    special = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    if special or address.is_reserved or address.is_unspecified:
        assert not public(str(address))


@given(st.ip_addresses(v=4))
def test_no_way_to_write_an_old_address_as_a_new_one_is_public(address):
    number = int(address)
    # `::a.b.c.d`, mapped, translated, NAT64, 6to4.
    forms = [IPv6Address(prefix + number) for prefix in (0, 0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96)]
    forms += [IPv6Address((0x2002 << 112) + (number << 80) + 1)]
    assert not any(public(str(each)) for each in forms)


@given(st.text(max_size=40) | st.binary(max_size=16).map(lambda told: told.decode("latin-1")))
def test_no_text_makes_public_raise(text):
    assert public(text) in (True, False)


@given(
    st.text(max_size=60)
    | st.tuples(
        st.sampled_from(["http://", "https://", "HTTP:/", "//", "file://", "http:\\\\", ""]),
        st.text(max_size=30),
        st.sampled_from(["", "@", ":80", ":443", ":0", ":99999", ".", "/", "\\", "#", "?", "%00", "\r\nX: y"]),
        st.text(max_size=30),
    ).map("".join)
)
def test_no_address_makes_a_visit_raise(text):
    with served_web() as web:
        visit = web.visitor().open(text)
    assert visit.status == 0
    assert visit.note
    assert web.reached == 0
