"""Opening pictures: whatever comes is read within limits or refused in words."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from PIL.TiffImagePlugin import IFDRational

from greenlight.base import fonts
from greenlight.base.refusals import Refused
from greenlight.kernel import likeness
from greenlight.sites.pictures import developing, reading, stamping
from greenlight.sites.tests import drawn

STAMP = stamping.Stamp("2022-07-31 09:15:00", "城南 28.74100，118.62600", "示例锂盐项目", "周敏", "7Q4K-22MX")


def png_of(width: int, height: int) -> bytes:
    """Return the head of a PNG that says it is so large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def jpeg_of(width: int, height: int) -> bytes:
    """Return a JPEG whose frame says it is so large."""
    data = bytearray(drawn.jpeg(drawn.scene(size=(64, 64)), taken=None, place=None))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "0 字节"),
        (b"\xff\xd8\xff" + b"\0" * (50 * 1024 * 1024), "超过 50 MB"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 400, "HEIC 格式.*兼容性最佳"),
        (b"\0\0\0\x1cftypmif1" + b"\0" * 400, "HEIC"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是照片"),
        (b"GIF89a" + b"\0" * 300, "不是照片"),
        (b"%PDF-1.7", "不是照片"),
        (png_of(30_001, 2), "30,001×2 个点"),
        (png_of(20_000, 20_000), "太大，打不开"),
        (png_of(60_000, 60_000), "太大，打不开"),
        (png_of(7_000, 7_000), "太大，打不开"),
        (jpeg_of(65_000, 65_000), "太大，打不开"),
        (jpeg_of(20_000, 15_000), "太大，打不开"),
        (png_of(800, 600), "不完整"),
        (drawn.jpeg()[:20_000], "不完整"),
        (drawn.encoded(drawn.scene(size=(8, 8)), "PNG"), "只有 8×8"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_with_the_way_out(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        reading.read(data, "IMG_0001.jpg")


def test_a_jpeg_of_the_progressive_kind_is_held_to_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reading.MOST_POINTS, "progressive", 1000)
    with pytest.raises(Refused, match="太大"):
        reading.read(drawn.encoded(drawn.scene(), "JPEG", progressive=True), "a.jpg")
    assert reading.read(drawn.encoded(drawn.scene(), "JPEG"), "a.jpg")


@pytest.mark.parametrize("cut", range(0, 4000, 97))
def test_a_picture_cut_anywhere_is_refused_in_words(cut: int) -> None:
    with pytest.raises(Refused):
        reading.read(drawn.jpeg(drawn.scene(size=(320, 240)))[: cut or 1], "a.jpg")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.85])
@pytest.mark.parametrize("size", [(320, 240), (3001, 2001)])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_half_a_picture_that_was_closed_as_if_whole_is_refused(
    part: float, size: tuple[int, int], mode: str
) -> None:
    data = drawn.encoded(drawn.scene(3, size).convert(mode), "JPEG")
    for tail in (b"", b"\0" * 500):
        with pytest.raises(Refused, match="的下面一截是空的"):
            reading.read(data[: int(len(data) * part)] + b"\xff\xd9" + tail, "a.jpg")


@pytest.mark.parametrize("more", [{}, {"progressive": True}, {"quality": 30}, {"optimize": True}])
@pytest.mark.parametrize("tail", [b"\0" * 4000, b"MotionPhoto_Data" * 999, b"\xff\xd8\xff\xe1", b"\xff\xd9"])
def test_what_a_phone_puts_behind_a_whole_picture_keeps_it_not_out(more: dict[str, Any], tail: bytes) -> None:
    whole = drawn.encoded(drawn.scene(4, (1700, 1300)), "JPEG", **more)
    assert reading.read(whole + tail, "a.jpg").width == 1700


def test_a_grey_picture_and_one_with_a_thin_grey_foot_are_taken() -> None:
    grey = Image.new("RGB", (400, 300), (128, 128, 128))
    assert reading.read(drawn.encoded(grey, "JPEG"), "a.jpg")
    framed = drawn.scene(5, (400, 300))
    framed.paste(grey.crop((0, 0, 400, 16)), (0, 284))
    assert reading.read(drawn.encoded(framed, "JPEG"), "a.jpg")
    dark = drawn.scene(5, (400, 300))
    dark.paste((127, 127, 127), (0, 150, 400, 300))
    assert reading.read(drawn.encoded(dark, "JPEG"), "a.jpg")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_three_kinds_are_opened_and_made_small(kind: str) -> None:
    found = reading.read(drawn.encoded(drawn.scene(size=(3000, 2000)), kind), "照片")
    assert (found.width, found.height) == (3000, 2000)
    assert found.image.size == (1600, 1067)
    assert found.image.mode == "RGB"


def test_the_kind_is_read_from_the_bytes_not_from_the_name() -> None:
    assert reading.read(drawn.encoded(drawn.scene(), "PNG"), "照片.heic").width == 1200


def test_a_small_picture_is_never_made_larger() -> None:
    assert reading.read(drawn.jpeg(drawn.scene(size=(640, 480))), "a.jpg").image.size == (640, 480)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "CMYK", "1", "I;16"])
def test_any_mode_becomes_rgb(mode: str) -> None:
    image = Image.new("L", (64, 64), 9).convert(mode) if mode != "I;16" else Image.new("I;16", (64, 64))
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert reading.read(drawn.encoded(image, kind), "a").image.mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert reading.read(drawn.encoded(clear, "PNG"), "a").image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_picture_stands_the_way_the_camera_was_held(orientation: int) -> None:
    image = drawn.scene(size=(200, 100))
    found = reading.read(drawn.jpeg(image, orientation=orientation), "a.jpg")
    wide = orientation < 5
    assert found.image.size == ((200, 100) if wide else (100, 200))
    assert (found.width, found.height) == found.image.size


def test_time_and_place_of_the_camera_are_read() -> None:
    found = reading.read(drawn.jpeg(), "a.jpg").exif
    assert found.taken_at == datetime(2022, 7, 31, 1, 15, tzinfo=UTC)
    assert found.lat == pytest.approx(28.7410, abs=1e-6)
    assert found.lon == pytest.approx(118.6260, abs=1e-6)


def test_the_zone_of_the_camera_counts_where_it_tells_one() -> None:
    found = reading.read(drawn.jpeg(offset="-05:30"), "a.jpg").exif
    assert found.taken_at == datetime(2022, 7, 31, 14, 45, tzinfo=UTC)


def test_south_and_west_are_below_nought() -> None:
    found = reading.read(drawn.jpeg(place=(-33.5, -70.25)), "a.jpg").exif
    assert found.lat == pytest.approx(-33.5)
    assert found.lon == pytest.approx(-70.25)


@pytest.mark.parametrize(
    "taken", ["0000:00:00 00:00:00", "昨天", "2022-07-31", "9999:99:99 99:99:99", "1970:01:01 00:00:00"]
)
def test_a_time_that_cannot_be_is_no_time(taken: str) -> None:
    assert (
        reading.read(drawn.jpeg(taken=taken.encode("utf-8").decode("latin-1")), "a.jpg").exif.taken_at is None
    )


@pytest.mark.parametrize(
    "place",
    [
        (IFDRational(1, 0), IFDRational(0, 0), IFDRational(0, 1)),
        (95.0, 0.0, 0.0), (28.0, 1e300, 0.0), (28.0,), (0.0, 0.0, 0.0),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_no_place(place: Any) -> None:
    tags = Image.Exif()
    gps = tags.get_ifd(0x8825)
    try:
        gps[1], gps[2], gps[3], gps[4] = "N", place, "E", place
        kept = io.BytesIO()
        drawn.scene(size=(64, 64)).save(kept, "JPEG", exif=tags)
    except (OverflowError, ValueError, ZeroDivisionError):
        pytest.skip("the camera could not write it either")
    found = reading.read(kept.getvalue(), "a.jpg")
    assert (found.exif.lat, found.exif.lon) == (None, None)


def test_exif_of_garbage_does_no_harm() -> None:
    plain = drawn.jpeg(drawn.scene(size=(64, 64)), taken=None, place=None)
    for seed in range(200):
        junk = np.random.default_rng(seed).bytes(60)
        head = b"Exif\0\0" + (b"II*\0\x08\0\0\0" if seed % 2 else b"MM\0*\0\0\0\x08") + junk
        app1 = b"\xff\xe1" + struct.pack(">H", len(head) + 2) + head
        found = reading.read(plain[:2] + app1 + plain[2:], "a.jpg")
        assert found.image.size in ((64, 64),)


def test_nothing_the_camera_wrote_is_in_what_is_served() -> None:
    made = developing.develop(reading.read(drawn.jpeg(), "a.jpg"), STAMP)
    for data in (made.served, made.small):
        with Image.open(io.BytesIO(data)) as image:
            assert image.format == "JPEG"
            assert not dict(image.getexif())
            assert b"Exif" not in data


def test_a_script_behind_the_picture_does_not_come_through() -> None:
    made = developing.develop(reading.read(drawn.jpeg() + b"<script>alert(1)</script>", "a.jpg"), STAMP)
    assert b"script" not in made.served


def test_the_watermark_is_drawn_at_the_foot() -> None:
    plain = Image.new("RGB", (1200, 900), "white")
    made = stamping.stamped(plain, STAMP)
    top, foot = made.crop((0, 0, 1200, 700)), made.crop((0, 780, 1200, 900))
    assert np.asarray(top).min() == 255
    assert np.asarray(foot).std() > 10


def test_a_long_name_is_cut_not_lost_at_the_edge() -> None:
    font = stamping._font(20)
    assert stamping._fitting("很长的项目名称" * 40, font, 300).endswith("…")


def test_without_a_chinese_font_time_and_code_are_still_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "chinese", lambda: None)
    stamping._font.cache_clear()
    made = stamping.stamped(Image.new("RGB", (400, 300), "white"), STAMP)
    stamping._font.cache_clear()
    assert np.asarray(made.crop((0, 260, 400, 300))).std() > 5


def test_a_font_of_ones_own_is_taken_or_missed_in_silence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    fonts.chinese.cache_clear()
    own = tmp_path / "own.ttf"
    own.write_bytes(b"x")
    monkeypatch.setenv("GREENLIGHT_FONT", str(own))
    assert fonts.chinese() == (str(own), 0)
    fonts.chinese.cache_clear()
    monkeypatch.setenv("GREENLIGHT_FONT", str(tmp_path / "gone.ttf"))
    assert fonts.chinese() is None
    fonts.chinese.cache_clear()


def test_a_copy_looks_alike_and_another_picture_does_not() -> None:
    first = reading.read(drawn.jpeg(), "a.jpg")
    one = developing.look(first)
    brighter = ImageEnhance.Brightness(first.image).enhance(1.15).resize((700, 525))
    copy = developing.look(reading.read(drawn.jpeg(brighter, quality=40), "b.jpg"))
    other = developing.look(reading.read(drawn.jpeg(drawn.scene(2)), "c.jpg"))
    assert likeness.apart(one, copy) <= likeness.ALIKE_BITS
    assert likeness.apart(one, other) > 15


def test_a_picture_of_one_shade_is_like_nothing() -> None:
    assert likeness.shades_hash(np.full((32, 32), 90)) == 0
    assert likeness.alike(np.array([0, 0], np.uint64), 0) == []
    with pytest.raises(ValueError, match="32"):
        likeness.shades_hash(np.zeros((8, 8)))


def test_the_nearest_comes_first() -> None:
    known = np.array([0b1111, 0b0111, 1 << 63, 0], np.uint64)
    assert likeness.alike(known, 0b0111, most=1) == [(1, 0), (0, 1)]


@pytest.mark.parametrize("hash64", [0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
def test_a_hash_survives_the_database(hash64: int) -> None:
    kept = developing.signed(hash64)
    assert -(1 << 63) <= kept < 1 << 63
    assert developing.unsigned(kept) == hash64
