"""The real ladder against the model, over random stories."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from tests.monitoring.model.play import Play
from tests.monitoring.model.seeded import random_story
from tests.monitoring.model.stories import Story, stories

SEEDED = 1_000


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(story=stories())
def test_the_ladder_and_the_model_agree_after_every_round(story: Story) -> None:
    Play(story).run()


def test_they_agree_over_long_stories() -> None:
    opened = reminded = 0
    causes: set[tuple[str, str]] = set()
    for seed in range(SEEDED):
        play = Play(random_story(seed))
        try:
            play.run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        opened += play.opened
        reminded += play.reminded
        causes |= {(e.oorzaak, e.status) for e in play.model.recorded}
    # The stories are rich enough to say something.
    assert opened > 2 * SEEDED
    assert reminded > SEEDED
    ends = {"open", "beantwoord", "opgevolgd", "vervallen"}
    assert causes == {
        *(("datum", status) for status in ends | {"overgeslagen"}),
        *(("stilte", status) for status in ends),
    }
