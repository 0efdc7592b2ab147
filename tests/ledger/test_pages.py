"""The public history, on the launch data."""

import re

from directory.catalogue import queries
from directory.catalogue.kinds import Kind, company
from directory.ledger.publish import Why, publish, withdraw


def page(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def change_novo(app, why, **given):
    with app.app_context():
        document = queries.published(Kind.COMPANY, "novo-ai").document
        return publish(company(document | given), why)


def test_the_history_tells_each_change_field_by_field(app):
    change = change_novo(app, Why("The city was seen.", submission=7), city="Stuttgart")
    html = page(app.test_client(), "/companies/novo-ai/history")
    assert f'id="change-{change.number}"' in html
    assert "The city was seen." in html
    assert "on a submission" in html
    assert "<ins>Stuttgart</ins>" in html
    assert html.index("The city was seen.") < html.index("Launch data, read in public sources.")
    assert "by the operator" in html


def test_a_closed_list_is_told_in_its_words(app):
    change_novo(app, Why("It grew."), size="scaleup", country="FR")
    html = page(app.test_client(), "/companies/novo-ai/history")
    assert "<del>startup</del>" in html
    assert "<ins>scaleup</ins>" in html
    assert "<del>Germany</del>" in html
    assert "<ins>France</ins>" in html


def test_what_undoes_says_which(app):
    first = change_novo(app, Why("A mistake."), city="Nowhere")
    change_novo(app, Why("It was wrong.", undoes=first.number), city="Stuttgart")
    client = app.test_client()
    assert f'<a href="#change-{first.number}">' in page(client, "/companies/novo-ai/history")
    assert f'href="/changes?before={first.number + 1}#change-{first.number}"' in page(client, "/changes")


def test_a_withdrawn_company_keeps_its_history(app):
    with app.app_context():
        withdraw(Kind.COMPANY, "novo-ai", Why("Its only source was taken back."))
    gone = page(app.test_client(), "/companies/novo-ai", 410)
    assert "This entry was withdrawn: Its only source was taken back." in gone
    assert 'href="/companies/novo-ai/history"' in gone
    html = page(app.test_client(), "/companies/novo-ai/history")
    assert "Its only source was taken back." in html
    assert 'href="/companies/novo-ai"' not in html


def test_what_a_submitter_wrote_stays_text(app):
    change_novo(app, Why("<b>bold</b> %(x)s {{ 1 }}"), city="<script>alert(1)</script>")
    client = app.test_client()
    for path in ["/companies/novo-ai", "/companies/novo-ai/history", "/changes", "/countries/DE"]:
        html = page(client, path)
        assert "<script>" not in html
        assert "<b>bold" not in html


def test_the_ledger_is_paged_without_a_gap(client):
    numbers, path = [], "/changes"
    while path:
        html = page(client, path)
        numbers += [int(number) for number in re.findall(r'id="change-(\d+)"', html)]
        older = re.search(r'href="(/changes\?before=\d+)" rel="next"', html)
        path = older[1] if older else None
    assert numbers == list(range(max(numbers), 0, -1))


def test_odd_pages_of_the_ledger_are_pages(client):
    for odd in ["abc", "-1", "0", "1", "9" * 400, "١٢", "", "%00", "1.5"]:
        page(client, f"/changes?before={odd}")


def test_every_entry_of_the_ledger_can_be_followed(client):
    html = page(client, "/changes?before=60")
    for address in set(re.findall(r'<th scope="row"><a href="([^"]+)"', html)):
        page(client, address.partition("#")[0])


def test_a_change_has_a_link_that_stays_and_says_what_it_touched(app):
    made = change_novo(app, Why("It moved."), city="Ulm")
    html = page(app.test_client(), "/changes")
    assert f'href="/changes?before={made.number + 1}#change-{made.number}"' in html
    assert '<ul class="touched"><li>City</li></ul>' in html
    history = page(app.test_client(), "/companies/novo-ai/history")
    assert f'href="#change-{made.number}"' in history
    assert f"Fingerprint: {made.digest[:12]}" in history


def test_dates_in_a_difference_are_written_as_people_do(app):
    with app.app_context():
        adoption = queries.published(Kind.COMPANY, "novo-ai").document["adoptions"][0]
    change_novo(app, Why("Read again."), adoptions=[adoption | {"since": "2025-03"}])
    html = page(app.test_client(), "/companies/novo-ai/history")
    assert '<ins><time datetime="2025-03">Mar 2025</time></ins>' in html
