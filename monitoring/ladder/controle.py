"""Whether a ladder contradicts itself, field by field, before it is stored."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from monitoring.ladder.regels import Ladder, LadderRegel
from monitoring.ladder.soorten import Anker, Drempel, Trede
from thuiszitters.accounts.rollen import Rol

Fout = tuple[str, str]
"""The path of a field, as `vier_weken.signaleren.dagen`, and what is wrong with it."""

TE_VRAGEN = (
    Rol.COORDINATOR,
    Rol.LEERPLICHTAMBTENAAR,
    Rol.ZORGCOORDINATOR,
    Rol.DIRECTEUR,
    Rol.BESTUURDER,
)
"""The roles a rung about a casus can ask."""
TE_VRAGEN_OVER_ACTIES = (Rol.PARTNER, Rol.BETROKKENE, Rol.REGIEVOERDER)
"""Whom a rung about an action can ask: owner, co-owners, who leads the pact."""

ANKER_VAN: Mapping[Drempel, Anker] = {
    Drempel.VEERTIEN_DAGEN: Anker.VERZUIM_SINDS,
    Drempel.VIER_WEKEN: Anker.VIER_WEKEN_OP,
    Drempel.DRIE_MAANDEN: Anker.DRIE_MAANDEN_OP,
    Drempel.DRIE_MAANDEN_VOORBIJ: Anker.DRIE_MAANDEN_OP,
    Drempel.VEERTIENDAAGS: Anker.LAATSTE_SIGNAAL,
    Drempel.UREN_12: Anker.SIGNAAL,
    Drempel.UREN_16: Anker.SIGNAAL,
    Drempel.ZIEK_MELDINGEN: Anker.SIGNAAL,
    Drempel.ZIEK_SCHOOLDAGEN: Anker.SIGNAAL,
    Drempel.ABSOLUUT_VERZUIM: Anker.SIGNAAL,
    Drempel.GEEN_REACTIE: Anker.STILTE,
    Drempel.DEADLINE: Anker.DEADLINE,
}
"""What each drempel counts from."""

ALTIJD_AAN = (Drempel.VIER_WEKEN, Drempel.DRIE_MAANDEN)
"""The thresholds of the law and the pact: at least one rung of each is in use."""
ALTIJD_AAN_OVER_ACTIES = (Drempel.DEADLINE,)
"""A deadline that passes is never passed over in silence."""

MEESTE_WERKDAGEN = 60
MEESTE_DAGEN = 366
MEESTE_STILTE = 92
LANGSTE_TEKST = 200

# The fewest days into a period at home that an anchor can lie: four weeks are twenty schooldagen
# at the least, three months are eighty-nine days from 30 November or 1 February on.
_VROEGST = {Anker.VERZUIM_SINDS: 0, Anker.VIER_WEKEN_OP: 25, Anker.DRIE_MAANDEN_OP: 89}
# Control characters and line ends would break out of a mail; the others cannot be seen.
_ONZICHTBAAR = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Nine digits in a row, or as people write them: 123 456 782, 1234.56.782.
_NEGEN_CIJFERS = re.compile(
    r"(?<!\d)(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\d)"
)
_SJABLOON = re.compile(r"\{[{%#]|[}%#]\}")
_OPMAAK = re.compile(r"<[^<>]*>|<\s*[a-z/!?]", re.IGNORECASE)


def pad(regel: LadderRegel, veld: str) -> str:
    """Return the path of a field of a rung."""
    return f"{regel.drempel}.{regel.trede}.{veld}"


def check_actieladder(ladder: Ladder) -> list[Fout]:
    """Return what is wrong with the ladder of a pact, as `check_ladder` does."""
    drempels = {Drempel.DEADLINE, Drempel.GEEN_REACTIE}
    found = [
        (pad(regel, "drempel"), "Deze trede hoort niet bij acties van een pact.")
        for regel in ladder.regels
        if regel.drempel not in drempels
    ]
    return found or _check(ladder, TE_VRAGEN_OVER_ACTIES, ALTIJD_AAN_OVER_ACTIES)


def check_ladder(ladder: Ladder) -> list[Fout]:
    """Return what is wrong with a ladder: the path of the field and a Dutch sentence.

    Empty when it can be used. The rungs that are switched off must be sound too, but for the
    order of their days and their recipients. The window for mail is read by who makes a version.
    """
    return _check(ladder, TE_VRAGEN, ALTIJD_AAN)


def _check(ladder: Ladder, te_vragen: Sequence[Rol], altijd_aan: Sequence[Drempel]) -> list[Fout]:
    found = [fout for regel in ladder.regels for fout in _check_rung(regel, te_vragen)]
    found += _twice(ladder.regels)
    found += _out_of_order(ladder)
    found += _never_off(ladder, altijd_aan)
    return found


def check_tekst(tekst: str) -> str:
    """Return what is wrong with a text that goes into a mail; empty when nothing is."""
    if not tekst.strip():
        return "Vul een zin in."
    if len(tekst) > LANGSTE_TEKST:
        return f"Gebruik hoogstens {LANGSTE_TEKST} tekens; dit zijn er {len(tekst)}."
    if any(unicodedata.category(teken) in _ONZICHTBAAR for teken in tekst):
        return "Schrijf één regel, zonder regeleinde of onzichtbare tekens."
    if _NEGEN_CIJFERS.search(tekst):
        return (
            "Hier staat een nummer van negen cijfers. Dat kan een burgerservicenummer zijn, en "
            "dat mag niet in een mail. Haal het weg."
        )
    if found := _SJABLOON.search(tekst):
        return (
            f"Hier staat {found.group()}. Zulke codes worden niet ingevuld: schrijf de zin zoals "
            "mensen hem lezen."
        )
    if _OPMAAK.search(tekst):
        return "Opmaak tussen < en > werkt hier niet. Schrijf gewone tekst."
    return ""


def _check_rung(regel: LadderRegel, te_vragen: Sequence[Rol]) -> Iterator[Fout]:
    if regel.anker != ANKER_VAN[regel.drempel]:
        yield pad(regel, "anker"), f"Deze trede telt vanaf {ANKER_VAN[regel.drempel]}."
    elif melding := _check_dagen(regel):
        yield pad(regel, "dagen"), melding
    if not 1 <= regel.termijn <= MEESTE_WERKDAGEN:
        yield pad(regel, "termijn"), f"Kies 1 tot en met {MEESTE_WERKDAGEN} werkdagen."
    if melding := _check_rollen(regel, te_vragen):
        yield pad(regel, "rollen"), melding
    for veld, tekst in (("aanleiding", regel.aanleiding), ("vraag", regel.vraag)):
        if melding := check_tekst(tekst):
            yield pad(regel, veld), melding
    if regel.anker == Anker.STILTE and regel.trede == Trede.PREVENTIE:
        yield pad(regel, "trede"), "Als antwoord uitblijft, volgt een hogere trede dan preventie."


def _check_dagen(regel: LadderRegel) -> str:
    match regel.anker:
        case Anker.SIGNAAL | Anker.STILTE:
            return "Bij deze trede hoort geen aantal dagen: vul 0 in." if regel.dagen else ""
        case Anker.LAATSTE_SIGNAAL:
            right = 1 <= regel.dagen <= MEESTE_STILTE
            return "" if right else f"Kies 1 tot en met {MEESTE_STILTE} dagen."
        case Anker.DEADLINE:
            right = -MEESTE_DAGEN <= regel.dagen <= MEESTE_DAGEN
            return "" if right else f"Kies hoogstens {MEESTE_DAGEN} dagen ervoor of erna."
    if regel.dagen > MEESTE_DAGEN:
        return f"Kies hoogstens {MEESTE_DAGEN} dagen."
    if regel.dagen + _VROEGST[regel.anker] < 0:
        return "Deze dag ligt voor het begin van het verzuim."
    if regel.drempel == Drempel.DRIE_MAANDEN and regel.dagen > 0:
        return "Deze trede hoort op of voor de dag van drie maanden: vul 0 of een getal met − in."
    if regel.drempel == Drempel.DRIE_MAANDEN_VOORBIJ and regel.dagen < 1:
        return "Deze trede komt na de dag van drie maanden: vul 1 of meer in."
    return ""


def _check_rollen(regel: LadderRegel, te_vragen: Sequence[Rol]) -> str:
    if regel.aan and not regel.rollen:
        return "Kies wie het signaal krijgt, of zet deze trede uit."
    unknown = [str(rol) for rol in regel.rollen if rol not in te_vragen]
    if unknown:
        return f"Deze rol kan geen signaal krijgen: {', '.join(unknown)}."
    if len(set(regel.rollen)) < len(regel.rollen):
        return "Kies elke rol één keer."
    return ""


def _twice(regels: Iterable[LadderRegel]) -> Iterator[Fout]:
    regels = list(regels)
    for (drempel, trede), times in Counter(regel.sleutel for regel in regels).items():
        if times > 1:
            yield f"{drempel}.{trede}.trede", "Deze trede staat er twee keer."
    # A signal opens all its rungs at once, and of the check the first is the only one read.
    single = (Anker.SIGNAAL, Anker.LAATSTE_SIGNAAL)
    used = Counter(regel.drempel for regel in regels if regel.aan and regel.anker in single)
    for regel in regels:
        if regel.aan and used[regel.drempel] > 1:
            yield pad(regel, "aan"), "Hier kan één trede aan staan."


def _out_of_order(ladder: Ladder) -> Iterator[Fout]:
    highest: LadderRegel | None = None
    taken: dict[tuple[Anker, int], LadderRegel] = {}
    for regel in ladder.datumregels:
        before = taken.setdefault((regel.anker, regel.dagen), regel)
        if before is not regel:
            yield (
                pad(regel, "dagen"),
                f"Op deze dag valt ook {before.trede} ({before.drempel}). Kies een andere dag.",
            )
        if highest is not None and regel.trede.hoogte < highest.trede.hoogte:
            yield (
                pad(regel, "dagen"),
                f"Een lagere trede komt niet na een hogere: {highest.trede} valt eerder.",
            )
        if highest is None or regel.trede.hoogte >= highest.trede.hoogte:
            highest = regel


def _never_off(ladder: Ladder, altijd_aan: Sequence[Drempel]) -> Iterator[Fout]:
    used = {regel.drempel for regel in ladder.regels if regel.aan}
    for drempel in altijd_aan:
        if drempel not in used:
            trede = next((r.trede for r in ladder.regels if r.drempel == drempel), Trede.SIGNALEREN)
            yield (
                f"{drempel}.{trede}.aan",
                "Hier moet een trede aan staan: een deadline gaat nooit ongemerkt voorbij."
                if drempel == Drempel.DEADLINE
                else "Hier moet een trede aan staan: deze grens staat in de wet en in het pact.",
            )
