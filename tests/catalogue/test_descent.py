"""Lineage as a web and as drawings: each point once, each line in the table, across families and beyond them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.catalogue import descent
from directory.catalogue.derived import Derivative
from directory.catalogue.kinds import Kind
from directory.catalogue.pedigree import Edge, Node, Sort, Web
from tests.catalogue.test_pages import page
from tests.factories import adoption, company, put


def family(slug, **bases):
    versions = [{"name": name, **({"base": base} if base else {})} for name, base in bases.items()]
    return {"slug": slug, "name": slug.title(), "versions": versions}


LAMP = family("lamp", L1=None, L2="L1", L3="L2", L4="Torch")
OIL = family("oil", O1="L2", O2="SigLip2 and O1", O3="Lamp-9B (all sizes)")


def pairs(edges):
    return {(edge.base.name, edge.made.name) for edge in edges}


def points(edges):
    return {node for edge in edges for node in (edge.base, edge.made)}


def numbered(links):
    """Make edges between points that are called by their numbers."""
    nodes = [Node(f"n{n}", f"Node-{n}", Sort.VERSION) for n in range(30)]
    return [Edge(nodes[a], nodes[b], "", "") for a, b in links]


def test_a_web_goes_from_base_to_base_across_families():
    web = Web([LAMP, OIL], [])
    assert pairs(web.of_version("l3")) == {("L1", "L2"), ("L2", "L3")}
    assert pairs(web.of_version("l1")) == {
        ("L1", "L2"),
        ("L2", "L3"),
        ("L2", "O1"),
        ("O1", "O2"),
    }
    assert pairs(web.of_family("lamp")) >= {("L1", "L2"), ("L2", "O1"), ("Torch", "L4"), ("Lamp-9B", "O3")}


def test_a_base_that_is_not_listed_is_text_and_keeps_its_words():
    edges = Web([LAMP, OIL], []).of_family("oil")
    found = {node.name: node for node in points(edges)}
    assert (found["SigLip2"].sort, found["SigLip2"].address) == (Sort.TEXT, "")
    assert (found["Lamp-9B"].sort, found["Lamp-9B"].address) == (Sort.TEXT, "/models/lamp")
    assert {edge.said for edge in edges if edge.made.name == "O2"} == {"SigLip2 and O1"}
    whole = Web([family("bge", B1="XLM-RoBERTa (large), by way of retromae")], []).of_version("b1")
    assert pairs(whole) == {("XLM-RoBERTa (large), by way of retromae", "B1")}, "nobody else's names are taken apart"


def test_a_company_that_made_a_derivative_hangs_on_its_base():
    made = [Derivative("lamp", "l2", "L2", "acme", "Acme", "FR", 3), Derivative("oil", "", "", "acme", "Acme", "FR", 4)]
    web = Web([LAMP, OIL], made)
    edge = next(edge for edge in web.of_version("l2") if edge.made.sort is Sort.COMPANY)
    assert (edge.base.name, edge.made.country, edge.address) == ("L2", "FR", "/companies/acme#claim-3")
    assert ("Oil", "Acme") in pairs(web.of_family("oil"))


def test_who_made_each_other_ends_somewhere():
    edges = Web([family("lamp", L1="L2", L2="L1", L3="L1")], []).of_family("lamp")
    (drawing,) = descent.drawn(edges)
    assert len(edges) == 3, "the table still tells"
    assert len(drawing.rows) == 3
    assert len(drawing.paths) == 2, "what leads back up is not drawn"


@given(
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda p: p[0] < p[1]), min_size=1, unique=True)
)
def test_a_drawing_has_each_point_once_below_its_bases_and_no_line_through_another(links):
    edges = numbered(links)
    drawings = descent.drawn(edges)
    keys = [row.node.key for each in drawings for row in each.rows]
    assert len(keys) == len(set(keys))
    assert len(keys) + sum(each.hidden for each in drawings) == len(points(edges))
    told = {(edge.base.key, edge.made.key) for edge in edges}
    lines = [(base, made) for each in drawings for base, made, _path in each.paths]
    assert len(lines) == len(set(lines))
    assert set(lines) <= told
    for each in drawings:
        order = [row.node.key for row in each.rows]
        assert all(order.index(base) < order.index(made) for base, made, _path in each.paths)
        assert {p for p in told if set(p) <= set(order)} == {(a, b) for a, b, _path in each.paths}
        assert_free(each)


def assert_free(drawing):
    """See that no point lies on a line that runs down past it to somebody else."""
    place = {row.node.key: row for row in drawing.rows}
    for base, made, _path in drawing.paths:
        for row in drawing.rows:
            if place[base].y < row.y < place[made].y:
                assert row.x != place[base].x


def test_a_large_family_folds_with_a_count():
    (drawing,) = descent.drawn(numbered((0, n) for n in range(1, 30)))
    assert (len(drawing.rows), drawing.hidden) == (descent.MOST, 30 - descent.MOST)


@pytest.mark.parametrize("name", ["DeepSeek-R1-Distill-Qwen-32B", "X" * 200, "千问" * 40, "a b " * 30, "-" * 90, "A"])
def test_a_name_is_broken_into_lines_that_the_narrowest_screen_holds(name):
    lines = descent.broken(name, 220)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert all(lines)
    assert all(descent.LETTER * len(line) <= 220 for line in lines)


@pytest.mark.parametrize("path", ["/models/qwen", "/models/deepseek", "/models/deepseek-r1", "/models/minicpm-v-4-6"])
def test_the_page_draws_what_its_table_says(client, path):
    html = page(client, path).partition('<h2 id="lineage">')[2].partition("</section>")[0]
    drawn, _, table = html.partition('id="lineage-table"')
    points = re.findall(r'<a href="([^"]+)">\s*<(?:circle|rect).*?<text>(.*?)</text>', drawn, re.DOTALL)
    links = [link for link, _text in points]
    assert links
    told = {each.partition("#claim")[0] for each in re.findall(r'href="([^"]+)"', table)}
    assert {each.partition("#")[0] for each in links} <= told
    svgs = drawn.count('<svg class="descent"')
    assert drawn.count("<title id=") == drawn.count("<desc id=") == svgs
    names = [text for _link, text in points]
    assert len(names) == len(set(names)), "each point once"
    assert all('class="aside"' in each for each in names)
    assert "style=" not in drawn


def test_a_derivative_that_is_denied_is_not_drawn(app):
    told = adoption(model="qwen", versions=["Qwen3-8B"], use="derivative", status="disputed")
    put(Kind.COMPANY, company(1, adoptions=[told]))
    table = page(app.test_client(), "/models/qwen3-8b").partition('id="lineage-table"')[2].partition("</table>")[0]
    assert "Example Company" not in table
