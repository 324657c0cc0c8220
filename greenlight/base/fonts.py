"""Where this machine keeps a font with Chinese signs: watermarks and papers are drawn with it.

No font is shipped. GREENLIGHT_FONT names one; else Noto Sans CJK and its like are looked for in the usual
folders, then fontconfig is asked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts",
           "/System/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
# in order of liking; (pattern of the file, place of the simplified Chinese face in it)
FACES = (
    ("NotoSansCJK-Regular.ttc", 2), ("NotoSansCJKsc-Regular.otf", 0), ("NotoSansSC*.[ot]tf", 0),
    ("SourceHanSans*SC-Regular.otf", 0), ("SourceHanSans-Regular.ttc", 2), ("wqy-*.ttc", 0),
    ("msyh.ttc", 0), ("PingFang.ttc", 0), ("simhei.ttf", 0), ("DroidSansFallback*.ttf", 0),
)  # fmt: skip


@cache
def chinese() -> tuple[str, int] | None:
    """Return (path, index of the face) of a font with Chinese signs; None when there is none."""
    own = os.environ.get("GREENLIGHT_FONT", "")
    if own:
        return (own, _face(Path(own).name)) if Path(own).is_file() else None
    return next(_found(), None)


def _found() -> Iterator[tuple[str, int]]:
    folders = [path for one in FOLDERS if (path := Path(one).expanduser()).is_dir()]
    for pattern, face in FACES:
        for folder in folders:
            yield from ((str(path), face) for path in sorted(folder.rglob(pattern)))
    yield from ((path, _face(Path(path).name)) for path in _asked())


def _face(name: str) -> int:
    return next((face for pattern, face in FACES if Path(name).match(pattern)), 0)


def _asked() -> list[str]:
    """Ask fontconfig for fonts that know Chinese."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    told = subprocess.run(
        [program, "--format", "%{file}\n", ":lang=zh-cn"],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
    )
    return sorted(
        {line for line in told.stdout.splitlines() if Path(line).suffix in (".ttf", ".ttc", ".otf")}
    )
