"""Opening a picture somebody sent: its kind from the bytes, its size before a point of it is decoded."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from greenlight.base.files import clean_name
from greenlight.base.refusals import Refused
from greenlight.sites.pictures import exif

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_BYTES = 50 * 1024 * 1024
LONG_EDGE = 1600
# A JPEG is decoded at 1/2, 1/4, 1/8 of its size, so that even 200 million points cost little memory;
# one of the progressive kind is held as a whole first.
MOST_POINTS = {"JPEG": 200_000_000, "progressive": 60_000_000, "PNG": 40_000_000, "WEBP": 40_000_000}
# What a JPEG lacks is decoded as this very grey: so many parts of its height at the foot were never sent.
MISSING, FOOT = 128, 10
LEAST_EDGE, LONGEST_EDGE = 16, 30_000
Image.MAX_IMAGE_PIXELS = MOST_POINTS["JPEG"]  # beyond it Pillow warns, beyond twice it refuses by itself
HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif", b"avis")
TOO_LARGE = (Image.DecompressionBombError, Image.DecompressionBombWarning)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """A picture, upright, RGB, long edge at most LONG_EDGE; the size it was taken in; the camera's words."""

    image: Image.Image
    width: int
    height: int
    exif: exif.Exif


def read(data: bytes, name: str) -> Picture:
    """Open a picture within limits.

    Raises Refused for nothing, too much, HEIC, another kind, too many points and broken bytes.
    """
    told = clean_name(name)
    _bytes(data, told)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", UserWarning
            )  # Pillow's remarks on damaged EXIF, not ours to print
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                return _decoded(opened, told)
    except TOO_LARGE:
        raise Refused(_huge(told), status=413) from None
    except UnidentifiedImageError:
        raise Refused(f"“{told}”不是照片，或者已经损坏。请交 JPEG、PNG 或 WebP。", status=400) from None
    except exif.BROKEN:
        raise Refused(f"“{told}”不完整，可能没有传完。请重新选这张照片再传。", status=400) from None


def _bytes(data: bytes, told: str) -> None:
    if not data:
        raise Refused(f"“{told}”是空的（0 字节）。请重新选这张照片，或再拍一张。", status=400)
    heavy(len(data), told)
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        way = "请在手机“设置 → 相机 → 格式”里选“兼容性最佳”再拍，或在相册里另存为 JPEG 再传"
        raise Refused(f"“{told}”是 HEIC 格式，这里打不开。{way}。", status=400)


def heavy(size: int, name: str, most: int = LARGEST_BYTES) -> None:
    """Refuse a picture of more bytes than are taken; asked before they are read."""
    if size > most:
        told, way = clean_name(name), "请在相册里压缩一下，或用普通画质再拍一张"
        raise Refused(f"“{told}”超过 {most // 1024 // 1024} MB。{way}。", status=413)


def _decoded(opened: Image.Image, told: str) -> Picture:
    width, height = opened.size
    kind = "JPEG" if opened.format == "MPO" else opened.format or ""
    most = MOST_POINTS["progressive" if "progressive" in opened.info else kind]
    if width * height > most or max(width, height) > LONGEST_EDGE:
        raise Refused(_huge(told, width, height), status=413)
    if min(width, height) < LEAST_EDGE:
        raise Refused(f"“{told}”只有 {width}×{height} 个点，看不清。请交原来的照片。", status=400)
    if kind == "JPEG":
        opened.draft("RGB", fitting(width, height, LONG_EDGE))
    opened.load()
    if kind == "JPEG" and grey_below(opened):
        raise Refused(f"“{told}”的下面一截是空的，可能没有传完。请重新选这张照片，或再拍一张。", status=400)
    known = exif.read(opened)
    image = upright(smaller(_flat(opened), LONG_EDGE), known.orientation)
    turned = known.orientation >= 5
    return Picture(image, height if turned else width, width if turned else height, known)


def grey_below(image: Image.Image) -> bool:
    """Tell whether a tenth of a picture at its foot, not all of it, is the grey of what never came."""
    if image.mode not in ("RGB", "L"):
        return False
    foot = image.crop((0, image.height - max(1, image.height // FOOT), *image.size))
    return _grey(foot) and not _grey(image)


def _grey(image: Image.Image) -> bool:
    return all(part.getextrema() == (MISSING, MISSING) for part in image.split())


def _huge(told: str, width: int = 0, height: int = 0) -> str:
    size = f"有 {width:,}×{height:,} 个点，" if width else ""
    return f"“{told}”{size}太大，打不开。请用普通画质再拍一张，或在相册里压缩后再传。"


def _flat(image: Image.Image) -> Image.Image:
    """Return RGB; what is transparent becomes white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        ground = Image.new("RGB", over.size, "white")
        ground.paste(over, mask=over.getchannel("A"))
        return ground
    return image.convert("RGB")


def fitting(width: int, height: int, edge: int) -> tuple[int, int]:
    """Return the size of a picture whose long edge becomes `edge`."""
    longest = max(width, height)
    return max(1, round(width * edge / longest)), max(1, round(height * edge / longest))


def smaller(image: Image.Image, edge: int) -> Image.Image:
    """Return a picture whose long edge is at most `edge`; never a larger one."""
    longest = max(image.size)
    if longest <= edge:
        return image
    size = fitting(*image.size, edge)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Turn a picture the way the camera was held (EXIF orientation 1-8)."""
    way = UPRIGHT.get(orientation)
    return image if way is None else image.transpose(way)
