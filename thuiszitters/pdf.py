"""PDF documents, made by Typst from a template and plain data.

The data goes in beside the template and is never read as markup, so that no text can change the
document. The fonts are those that come with Typst: every machine makes the same pages. The
documents are tagged for screen readers (PDF/UA-1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import typst
from django.conf import settings

_NAAM = re.compile(r"\A[a-z][a-z_-]*\Z")


def render_pdf(naam: str, data: Mapping[str, object], *, op: datetime | None = None) -> bytes:
    """Return the document `templates/pdf/<naam>.typ` filled with `data`, as the bytes of a PDF.

    The template reads it by `#let d = json(bytes(sys.inputs.data))`. `op` is the moment written
    in the file; the same data and moment give the same bytes. Raises ValueError for a name that
    is not one.
    """
    if not _NAAM.match(naam):
        raise ValueError("not the name of a template")
    folder = settings.BASE_DIR / "templates" / "pdf"
    args: dict[str, Any] = {
        "root": str(folder),
        "sys_inputs": {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        "ignore_system_fonts": True,
        "timestamp": int((op or datetime.now(UTC)).timestamp()),
    }
    path = str(folder / f"{naam}.typ")
    try:
        made = typst.compile(path, pdf_standards=["ua-1"], **args)
    except typst.TypstError as error:
        # A sign that no font of ours has may not stop a report; the tags stay.
        if "could not be displayed" not in str(error):
            raise
        made = typst.compile(path, **args)
    assert isinstance(made, bytes)
    return made
