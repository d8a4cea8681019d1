"""Pictures for the manual, made by the walks when HANDLEIDING=1 is in the environment."""

from __future__ import annotations

import base64
import os
import struct
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Locator, Page

FOLDER = Path(settings.BASE_DIR) / "docs/img"
BREED, HOOG = 1280, 900
MEESTE_BYTES = 120_000
# The 255 colours that occur most, and for every dot the nearest of them.
MINDER_KLEUREN = """async (png) => {
    const image = await createImageBitmap(await (await fetch(png)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const dots = new Uint32Array(
        context.getImageData(0, 0, image.width, image.height).data.buffer);
    const often = new Map();
    for (const dot of dots) often.set(dot, (often.get(dot) || 0) + 1);
    const palette = [...often].sort((a, b) => b[1] - a[1]).slice(0, 255).map(([dot]) => dot);
    const parts = (dot) => [dot & 255, dot >> 8 & 255, dot >> 16 & 255];
    const nearest = new Map();
    for (const dot of often.keys()) {
        const distance = (other) =>
            parts(other).reduce((sum, part, i) => sum + (part - parts(dot)[i]) ** 2, 0);
        let best = 0;
        palette.forEach((other, i) => { if (distance(other) < distance(palette[best])) best = i; });
        nearest.set(dot, best);
    }
    let text = "";
    for (const dot of dots) text += String.fromCharCode(nearest.get(dot));
    return {breed: image.width, hoog: image.height, palet: palette.flatMap(parts),
            stippen: btoa(text)};
}"""


def take_picture(page: Page, naam: str, tot: Locator | None = None, hoog: float = HOOG) -> None:
    """Write docs/img/<naam>.png: the page from its top to the end of `tot`, at most `hoog` dots."""
    if os.environ.get("HANDLEIDING") != "1":
        return
    page.set_viewport_size({"width": BREED, "height": HOOG})
    page.evaluate("scrollTo(0, 0); document.activeElement?.blur()")
    if tot is not None:
        box = tot.bounding_box()
        assert box is not None
        hoog = min(hoog, box["y"] + box["height"] + 24)
    clip: Any = {"x": 0, "y": 0, "width": BREED, "height": hoog}
    # Hiding the caret would put a style in the page, which the page refuses.
    png = page.screenshot(clip=clip, caret="initial", full_page=True)
    made = _with_fewer_colours(page, png)
    assert len(made) <= MEESTE_BYTES, f"{naam}.png is {len(made)} bytes"
    (FOLDER / f"{naam}.png").write_bytes(made)


def _with_fewer_colours(page: Page, png: bytes) -> bytes:
    """Return the same picture with a palette: a third of the size."""
    other = page.context.new_page()
    found = other.evaluate(
        MINDER_KLEUREN, f"data:image/png;base64,{base64.b64encode(png).decode()}"
    )
    other.close()
    breed, hoog = found["breed"], found["hoog"]
    dots = base64.b64decode(found["stippen"])
    lines = b"".join(b"\0" + dots[y * breed : (y + 1) * breed] for y in range(hoog))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", breed, hoog, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palet"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
