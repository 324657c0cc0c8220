"""Reports made for the tests: .docx by python-docx and by hand, .pdf by typst."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import typst

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(write: Callable[[docx.document.Document], None]) -> bytes:
    """Return a .docx into which `write` has put something."""
    made, out = docx.Document(), io.BytesIO()
    write(made)
    made.save(out)
    return out.getvalue()


def with_body(xml: str, **parts: str) -> bytes:
    """Return a .docx whose body is this XML; `parts` replace others (`footnotes` is word/footnotes.xml)."""
    source, out = io.BytesIO(word(lambda _made: None)), io.BytesIO()
    own = {f"word/{name}.xml": text for name, text in parts.items()}
    own["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{xml}</w:body></w:document>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in own:
                new.writestr(name, old.read(name))
        for name, text in own.items():
            new.writestr(name, text)
    return out.getvalue()


def p(*runs: str, before: str = "") -> str:
    """Return a paragraph of runs; a run that begins with `<` stands as it is."""
    told = (one if one.startswith("<") else f"<w:r><w:t>{one}</w:t></w:r>" for one in runs)
    return f"<w:p>{before}{''.join(told)}</w:p>"


def pdf(folder: Path, source: str) -> bytes:
    """Return a .pdf that typst sets."""
    path = folder / "paper.typ"
    path.write_text(source, encoding="utf-8")
    made = typst.compile(path)
    assert isinstance(made, bytes)
    return made
