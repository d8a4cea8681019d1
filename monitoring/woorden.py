"""What the figures say, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from cases.stand import Drempelnaam, Duur
from monitoring.grafiek import Balk

DUREN: dict[Duur, str] = {
    Duur.KORTER_DAN_VIER_WEKEN: "korter dan vier weken",
    Duur.VIER_WEKEN_TOT_DRIE_MAANDEN: "vier weken tot drie maanden",
    Duur.LANGER_DAN_DRIE_MAANDEN: "langer dan drie maanden",
}
DREMPELS: dict[Drempelnaam, str] = {
    Drempelnaam.VIER_WEKEN: "vier weken",
    Drempelnaam.DRIE_MAANDEN: "drie maanden",
}


def bevinding(*, open: int, thuiszitters: int, lang: int, nadert: int, dagen: int) -> str:
    """Return the sentence on top: how many, how long, and how many near a threshold.

    `lang` are the thuiszitters at home for longer than three months; `nadert` are the children
    that reach a threshold within `dagen` days.
    """
    if open == 0:
        return "Er zijn geen open casussen die jij mag zien."
    if thuiszitters == 0:
        now = "Er zijn nu geen thuiszitters."
    elif thuiszitters == 1:
        now = "Er is 1 thuiszitter, " + (
            "die langer dan drie maanden thuis zit."
            if lang
            else "die niet langer dan drie maanden thuis zit."
        )
    elif lang == 0:
        now = f"Van de {thuiszitters} thuiszitters zit niemand langer dan drie maanden thuis."
    elif lang == thuiszitters:
        now = f"Alle {thuiszitters} thuiszitters zitten langer dan drie maanden thuis."
    else:
        sit = "zit er 1" if lang == 1 else f"zitten er {lang}"
        now = f"Van de {thuiszitters} thuiszitters {sit} langer dan drie maanden thuis."
    if nadert == 0:
        return f"{now} De komende {dagen} dagen bereikt geen kind een drempel."
    reach = "bereikt 1 kind" if nadert == 1 else f"bereiken {nadert} kinderen"
    return f"{now} De komende {dagen} dagen {reach} een drempel."


def achterstand(aantal: int) -> str:
    """Return that some figures are still being worked out; empty when none are."""
    if aantal == 0:
        return ""
    wie = "1 casus" if aantal == 1 else f"{aantal} casussen"
    return f"Van {wie} wordt de stand nog bijgewerkt. De cijfers kunnen daardoor nog veranderen."


def grafiek_kop(balken: Sequence[Balk]) -> str:
    """Return the finding of the chart, as its title; the bars come with the longest first.

    The last count of a bar is the longest duration.
    """
    total = sum(balk.totaal for balk in balken)
    if total == 0:
        return "Er zijn geen kinderen thuis zonder aanbod"
    long = {balk.label: balk.aantallen[-1] for balk in balken}
    most = max(long.values())
    leading = [label for label, count in long.items() if count == most]
    if most == 0:
        return "Nergens zit een kind langer dan drie maanden thuis zonder aanbod"
    where = " en ".join(leading) if len(leading) < 3 else f"{len(leading)} gemeenten"
    each = "elk " if len(leading) > 1 else ""
    if len(balken) == 1:
        sit = "zit 1 kind" if most == 1 else f"zitten {most} kinderen"
        return f"In {where} {sit} langer dan drie maanden thuis zonder aanbod"
    return f"In {where} zitten de meeste kinderen langer dan drie maanden thuis: {each}{most}"


def grafiek_uitleg(balken: Sequence[Balk]) -> str:
    """Return the text alternative of the chart: every bar in words, of at most ten."""
    words = [
        f"{balk.label}: {balk.totaal}, waarvan {balk.aantallen[-1]} langer dan drie maanden"
        for balk in balken[:10]
    ]
    if len(balken) > 10:
        words.append(f"en nog {len(balken) - 10}; de tabel hieronder heeft ze alle")
    return f"Liggende balken. {'. '.join(words)}." if words else "Geen balken."
