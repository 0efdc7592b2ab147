"""What one question, or many, may cost: memory and time have a bound, whatever is asked."""

import numpy as np

from directory.search import postings
from directory.search.postings import NOTHING, Kept, Postings


def test_terms_that_nothing_has_are_kept_within_the_same_bound(monkeypatch):
    monkeypatch.setattr(postings, "MOST_KEPT", 10_000)
    kept = Kept()
    for number in range(1_000):
        kept.put(("segment", "text", str(number)), NOTHING)
    there = [number for number in range(1_000) if kept.get(("segment", "text", str(number))) is not None]
    assert there == list(range(1_000 - len(there), 1_000))
    assert 0 < len(there) <= 20


def test_what_goes_makes_as_much_room_as_it_took(monkeypatch):
    monkeypatch.setattr(postings, "MOST_KEPT", 10_000)
    kept = Kept()
    some = Postings(np.arange(100, dtype=np.int32), np.ones(100, np.float32))
    for number in range(1_000):
        kept.put(("segment", "text", str(number)), NOTHING if number % 2 else some)
    assert sum(kept.get(("segment", "text", str(number))) is not None for number in range(1_000)) >= 10
