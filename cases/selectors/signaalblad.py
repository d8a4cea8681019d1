"""What the page of a casus shows of the signals: the counter of hours, and why one holds."""

from __future__ import annotations

from dataclasses import dataclass

from cases.stand import Regelset, Signaal, Signaalnaam, Signalen, Urenstand
from cases.stand.woorden import uren, van_tot

_KOPPEN = {
    Signaalnaam.UREN_12: "Bijna 16 uur gemist",
    Signaalnaam.UREN_16: "16 uur gemist: de school moet melden",
    Signaalnaam.ZIEK_MELDINGEN: "Vaak ziek gemeld",
    Signaalnaam.ZIEK_SCHOOLDAGEN: "Lang ziek gemeld",
    Signaalnaam.ABSOLUUT_VERZUIM: "Niet ingeschreven",
}


@dataclass(frozen=True, slots=True)
class Urenteller:
    """The counter as it is drawn and read."""

    stand: Urenstand
    preventie: int
    """Hours at which the lower signal holds; 0 when there is none."""

    @property
    def gemist(self) -> str:
        """The hours that count, in words."""
        return uren(self.stand.uren).removesuffix(" uur")

    @property
    def periode(self) -> str:
        """The four lesweken in words."""
        return van_tot(self.stand.van, self.stand.tot_en_met)

    @property
    def breedte(self) -> str:
        """How much of the bar is full, as an SVG attribute (never localised)."""
        return _procent(float(self.stand.uren) / self.stand.grens)

    @property
    def preventie_x(self) -> str:
        """Where the lower signal stands on the bar, as an SVG attribute."""
        return _procent(self.preventie / self.stand.grens)

    @property
    def fase(self) -> str:
        """Class of the bar: empty, or preventie from that number of hours on."""
        return "preventie" if self.preventie and self.stand.uren >= self.preventie else ""


@dataclass(frozen=True, slots=True)
class Melding:
    """One signal that holds, as the page tells it."""

    kop: str
    zinnen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signaalblad:
    """The counter, and the signals by the card they belong to."""

    teller: Urenteller | None = None
    uren: tuple[Melding, ...] = ()
    ziekte: tuple[Melding, ...] = ()
    inschrijving: tuple[Melding, ...] = ()


def build_signaalblad(signalen: Signalen, regelset: Regelset) -> Signaalblad:
    """Return the signals as the page shows them."""
    stand = signalen.urenstand

    def told(*namen: Signaalnaam) -> tuple[Melding, ...]:
        return tuple(_melding(signaal) for signaal in signalen.signalen if signaal.naam in namen)

    return Signaalblad(
        teller=None if stand is None else Urenteller(stand, regelset.uren_preventie),
        uren=told(Signaalnaam.UREN_12, Signaalnaam.UREN_16),
        ziekte=told(Signaalnaam.ZIEK_MELDINGEN, Signaalnaam.ZIEK_SCHOOLDAGEN),
        inschrijving=told(Signaalnaam.ABSOLUUT_VERZUIM),
    )


def _melding(signaal: Signaal) -> Melding:
    return Melding(_KOPPEN[signaal.naam], signaal.zinnen)


def _procent(deel: float) -> str:
    return f"{min(deel, 1) * 100:.2f}%"
