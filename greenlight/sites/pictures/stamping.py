"""The watermark: time, place, project, person and verify code, drawn at the foot of the served copy."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from greenlight.base import fonts

GROUND, INK = (10, 20, 18, 150), (255, 255, 255, 255)
LINES_OF_EDGE, SMALLEST = 42, 11  # a line is so high a part of the long edge
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class Stamp:
    """What the watermark claims, in its words."""

    time: str
    place: str
    project: str
    person: str
    code: str

    @property
    def lines(self) -> list[str]:
        """Return the lines as drawn."""
        return [self.time, self.place, f"{self.project}　{self.person}", f"核验码 {self.code}"]

    @property
    def plain(self) -> dict[str, str]:
        """Return it as it is kept."""
        return asdict(self)


def stamped(image: Image.Image, stamp: Stamp) -> Image.Image:
    """Return the picture with the watermark at its foot. Without a Chinese font only what it can draw."""
    size = max(SMALLEST, max(image.size) // LINES_OF_EDGE)
    font = _font(size)
    lines = [_fitting(line, font, image.width - 2 * size) for line in _drawable(stamp) if line]
    high = round(size * 1.45)
    band = min(image.height, high * len(lines) + size)
    over = Image.new("RGBA", (image.width, band), GROUND)
    pen = ImageDraw.Draw(over)
    for n, line in enumerate(lines):
        pen.text((size, size // 2 + n * high), line, font=font, fill=INK)
    made = image.copy()
    made.paste(over.convert("RGB"), (0, image.height - band), over.getchannel("A"))
    return made


def _drawable(stamp: Stamp) -> list[str]:
    return stamp.lines if fonts.chinese() else [stamp.time, stamp.code]


@lru_cache(maxsize=32)
def _font(size: int) -> Font:
    found = fonts.chinese()
    if found is None:
        plain = ImageFont.load_default(size)
        assert isinstance(plain, ImageFont.FreeTypeFont)  # noqa: S101  Pillow with FreeType
        return plain
    path, face = found
    return ImageFont.truetype(path, size, index=face)


def _fitting(line: str, font: Font, width: int) -> str:
    """Return a line that fits: cut with … where it is too long."""
    if font.getlength(line) <= width:
        return line
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(line[:middle] + "…") <= width else (low, middle - 1)
    return line[:low] + "…"
