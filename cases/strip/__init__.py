"""The tijdlijn-strip: the weeks of one child as a thin band. Pure, and cheap enough for a list.

It shows what the Stand already decided and the spans it was decided from; it decides nothing.
Across, everything is in per cent of the width, so the same strip fits a list and a page; down,
the templates cases/_strip.html and cases/_strip_figuur.html draw it in pixels.
"""

from cases.strip.band import build_strip
from cases.strip.vormen import Maand, Marker, Segment, Soort, Strip
from cases.strip.zin import strip_zin

__all__ = ["Maand", "Marker", "Segment", "Soort", "Strip", "build_strip", "strip_zin"]
