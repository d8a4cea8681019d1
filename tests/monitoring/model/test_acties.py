"""The ladder on actions against the model: one engine, two subjects."""

from __future__ import annotations

from collections import Counter

from tests.monitoring.model.acties import ActiePlay

STORIES = 200


def test_they_agree_over_long_stories() -> None:
    seen: Counter[tuple[str, str, str]] = Counter()
    for seed in range(STORIES):
        play = ActiePlay(seed)
        try:
            play.run(60)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        seen.update((e.drempel, e.oorzaak, e.status) for e in play.model.recorded)
    ends = ("open", "beantwoord", "opgevolgd", "vervallen")
    # The stories are rich enough to say something.
    expected = {
        *(("deadline", "datum", status) for status in (*ends, "overgeslagen")),
        *(("deadline", "stilte", status) for status in ends),
        *(("met_de_hand", "hand", status) for status in ends),
        *(("met_de_hand", "stilte", status) for status in ends),
    }
    assert set(seen) == expected
    assert sum(seen.values()) > 5 * STORIES
