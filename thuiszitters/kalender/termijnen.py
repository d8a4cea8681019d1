"""How much of a term is left, counted in werkdagen. The words are the same wherever it is told."""

from datetime import date, timedelta

from thuiszitters.kalender.feestdagen import is_werkdag

_DAG = timedelta(days=1)


def werkdagen_tot(peildatum: date, tot: date) -> int:
    """Return how many werkdagen there are after `peildatum`, up to and with `tot`."""
    days = (peildatum + _DAG * n for n in range(1, (tot - peildatum).days + 1))
    return sum(map(is_werkdag, days))


def hoe_lang_nog(reageer_voor: date, peildatum: date) -> str:
    """Return how much of the term is left, or how late it is, in werkdagen."""
    if reageer_voor == peildatum:
        return "vandaag is de laatste dag"
    if reageer_voor > peildatum:
        left = werkdagen_tot(peildatum, reageer_voor)
        return "nog 1 werkdag" if left == 1 else f"nog {left} werkdagen"
    late = werkdagen_tot(reageer_voor, peildatum)
    if late == 0:
        return "de termijn is net voorbij"
    return "1 werkdag te laat" if late == 1 else f"{late} werkdagen te laat"
