"""Our own line icons on a grid of 16, as inline SVG: no sprite, no request, follows the ink."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Each value is the inside of <svg viewBox="0 0 16 16">; stroke and size come from the stylesheet.
ICONS: dict[str, str] = {
    # The four rungs: watch over, move forward, ring the bell, speak to
    "preventie": '<path d="M8 1.75 13.25 4v3.5c0 3-2 5.5-5.25 6.75C4.75 13 2.75 10.5 2.75 7.5V4z"/>'
    '<path d="M5.75 8 7.5 9.75 10.5 6.5"/>',
    "stimuleren": '<path d="M3 3.5 7.5 8 3 12.5M8.5 3.5 13 8l-4.5 4.5"/>',
    "signaleren": '<path d="M2.5 12h11L12 9.75V6.5a4 4 0 0 0-8 0v3.25z"/>'
    '<path d="M6.5 14.25h3M8 2.5V1.25"/>',
    "aanspreken": '<path d="M1.75 2.75h12.5v8.5H8L4.75 14v-2.75h-3z"/>'
    '<path d="M8 5v2.25M8 9.1v.15"/>',
    # What happened
    "casus": '<path d="M1.75 4.25h4.5l1.5 2h6.5v7H1.75z"/>',
    "verzuim": '<path d="M2 7.5 8 2.25l6 5.25M3.75 6.25v7.5h8.5v-7.5"/>'
    '<path d="M6.5 13.5V9h3v4.5"/>',
    "terugkeer": '<path d="M9.25 2.25h4.5v11.5h-4.5"/>'
    '<path d="M1.75 8h8.5M7 4.75 10.25 8 7 11.25"/>',
    "aanbod": '<path d="M8 13.5v-7"/>'
    '<path d="M8 8.5C4.5 8.5 2.75 6.75 2.75 3.5 6.25 3.5 8 5.25 8 8.5z"/>'
    '<path d="M8 7c0-2.5 1.5-4 5.25-4C13.25 6 11 8 8 8"/>',
    "vrijstelling": '<path d="M3.25 1.75h6.5l3 3v9.5h-9.5z"/><path d="M5.75 9.25 7.5 11l3-3.5"/>',
    "inschrijving": '<path d="M8 2.25 15 5.5 8 8.75 1 5.5z"/><path d="M4 7v4c2 2 6 2 8 0V7"/>',
    "contact": '<path d="M2.5 3.5 5.25 2 7 5.5 5.5 7c.75 1.5 2 2.75 3.5 3.5L10.5 9l3.5 1.75'
    '-1.5 2.75c-4.5.5-10.5-5.5-10-10z"/>',
    "notitie": '<path d="M3 2.25h10v8.5L9.75 14H3z"/><path d="M5.5 5.5h5M5.5 8.25h3"/>',
    "taak": '<path d="M2.25 2.25h11.5v11.5H2.25z"/><path d="M5 8.25 7.25 10.5 11 5.75"/>',
    "overleg": '<circle cx="5" cy="5" r="2.25"/><circle cx="11.25" cy="5.75" r="1.75"/>'
    '<path d="M1 13.25c0-2.75 1.5-4.25 4-4.25s4 1.5 4 4.25M11.25 9.5c2.25 0 3.75 1.25 3.75 3.5"/>',
    "bericht": '<path d="M1.75 3.25h12.5v9.5H1.75z"/><path d="m2 3.75 6 5 6-5"/>',
    "reactie": '<path d="M6.5 3 2 7.25l4.5 4.25V9c4 0 6 1.25 7.5 4C13.75 8 11 5.5 6.5 5.5z"/>',
    "toestemming": '<path d="M2 13.75h12"/><path d="m4 11 .5-2.75L11 1.75l2.25 2.25L6.75 10.5z"/>',
    # Things
    "persoon": '<circle cx="8" cy="5" r="3"/>'
    '<path d="M2.5 14c0-3 2.25-4.75 5.5-4.75S13.5 11 13.5 14"/>',
    "organisatie": '<path d="M2.75 14.25V2.25h7v12M9.75 6.25h3.5v8M1.25 14.25h13.5"/>'
    '<path d="M5.25 5.25h2M5.25 8h2M5.25 10.75h2"/>',
    "kalender": '<path d="M2.25 3.25h11.5v10.5H2.25zM2.25 6.5h11.5M5.25 1.5v3M10.75 1.5v3"/>',
    "klok": '<circle cx="8" cy="8" r="6.25"/><path d="M8 4.25V8l2.5 1.75"/>',
    "slot": '<path d="M3.25 7.25h9.5v6.5h-9.5z"/><path d="M5.25 7V4.75a2.75 2.75 0 0 1 5.5 0V7"/>',
    # Doing
    "zoek": '<circle cx="6.75" cy="6.75" r="4.5"/><path d="m10.25 10.25 4 4"/>',
    "plus": '<path d="M8 2.75v10.5M2.75 8h10.5"/>',
    "wijzig": '<path d="m2.5 13.5.75-3.25 7.5-7.5 2.5 2.5-7.5 7.5zM9.25 4.25l2.5 2.5"/>',
    "vink": '<path d="m2.75 8.5 3.5 3.5 7-8"/>',
    "kruis": '<path d="m3.5 3.5 9 9M12.5 3.5l-9 9"/>',
    "omlaag": '<path d="m3.5 6 4.5 4.5L12.5 6"/>',
    "vorige": '<path d="M10 3.5 5.5 8l4.5 4.5"/>',
    "volgende": '<path d="M6 3.5 10.5 8 6 12.5"/>',
    "filter": '<path d="M1.75 3.25h12.5L9.5 8.75v4.5l-3-1.5v-3z"/>',
    "wissel": '<path d="M2 5.25h11M10 2.25l3 3-3 3M14 10.75H3M6 7.75l-3 3 3 3"/>',
    "uitloggen": '<path d="M6.75 2.25h-4.5v11.5h4.5"/>'
    '<path d="M6 8h8.25M11 4.75 14.25 8 11 11.25"/>',
    "download": '<path d="M8 2v8M4.75 7 8 10.25 11.25 7M2.5 13.75h11"/>',
    # Telling
    "info": '<circle cx="8" cy="8" r="6.25"/><path d="M8 7.25V11M8 5v.15"/>',
    "let-op": '<path d="M8 1.75 15 14H1z"/><path d="M8 6v3.75M8 11.75v.15"/>',
    "fout": '<path d="M5.25 1.75h5.5l3.5 3.5v5.5l-3.5 3.5h-5.5l-3.5-3.5v-5.5z"/>'
    '<path d="M8 4.75v3.75M8 11v.15"/>',
    "goed": '<circle cx="8" cy="8" r="6.25"/><path d="m5 8.25 2.25 2.25 4-4.5"/>',
}

_OPEN = (
    '<svg class="icoon{}" viewBox="0 0 16 16" width="16" height="16"'
    ' aria-hidden="true" focusable="false">'
)


def icon_svg(naam: str, groot: bool = False) -> SafeString:
    """Returns the icon as inline SVG, hidden from assistive technology: a word stands beside it.

    Raises KeyError for a name that is not drawn, so a typing error fails where it is made.
    """
    return format_html(_OPEN + ICONS[naam] + "</svg>", " icoon--groot" if groot else "")
