"""How many photos a second go through the pipeline: read, looked at, made small, stamped, encoded.

    python bench/photos.py [--rounds 5] [--known 50000]

Pictures are drawn here, with EXIF, at the sizes phones send: 1600 long edge first, the original (12, 48
million points) later. One process, one thread; medians of the rounds. Beside the whole, its steps, the most
memory a process of its own took for one size (above what it took before the first picture), and the search
for a picture used before among `--known` hashes of a zone. No database, no disk.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from greenlight.cli.django import start

start()

from greenlight.kernel import likeness  # noqa: E402  after Django
from greenlight.sites.pictures import developing, reading  # noqa: E402
from greenlight.sites.pictures.stamping import Stamp  # noqa: E402

SIZES = {
    "手机先传 1600×1200": (1600, 1200),
    "原图 1200 万像素": (4000, 3000),
    "原图 4800 万像素": (8000, 6000),
}
PLACE, NAME, PERSON = "清湖片区 28.71234，118.60012", "示例·清湖智能门锁生产线项目", "示例·祝佳"
STAMP = Stamp("2026-11-20 15:02:12", PLACE, NAME, PERSON, "7Q4K-22MX")


def drawn(size: tuple[int, int]) -> bytes:
    """Return a JPEG with the grain of a photo: boxes, blurred noise, EXIF."""
    chance = Random(7)
    noise = np.random.default_rng(7).integers(0, 255, (size[1] // 8, size[0] // 8, 3), np.uint8)
    image = Image.fromarray(noise).filter(ImageFilter.GaussianBlur(2)).resize(size, Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        box = (x, y, x + size[0] // 12, y + size[1] // 10)
        pen.rectangle(box, fill=tuple(chance.randrange(256) for _ in range(3)))
    tags = Image.Exif()
    tags[0x0112] = 6
    tags.get_ifd(0x8769)[0x9003] = "2026:11:20 15:02:12"
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=88, exif=tags)
    return kept.getvalue()


def timed(deed: Callable[[], Any], rounds: int) -> float:
    """Return the median seconds of a deed, the first time left out."""
    deed()
    found = []
    for _ in range(rounds):
        begun = perf_counter()
        deed()
        found.append(perf_counter() - begun)
    return median(found)


def peak_mb() -> float:
    """Return the most memory this process has held so far, in MB.

    /proc counts from its own start; getrusage, elsewhere, may still count the parent it came from.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def one(path: str, rounds: int) -> None:
    """Take one picture through the pipeline and print what it cost; in a process of its own."""
    data, before = Path(path).read_bytes(), peak_mb()
    picture = reading.read(data, "a.jpg")
    made = developing.develop(picture, STAMP)
    developing.look(picture)
    peak = peak_mb()
    read = timed(lambda: reading.read(data, "a.jpg"), rounds)
    look = timed(lambda: developing.look(picture), rounds)
    draw = timed(lambda: developing.develop(picture, STAMP), rounds)
    print(json.dumps([read, look, draw, len(made.served) // 1024, before, peak]))


def apart(data: bytes, rounds: int) -> list[float]:
    """Return what `one` says of a picture."""
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        file.write(data)
        file.flush()
        asked = [sys.executable, __file__, "--one", file.name, "--rounds", str(rounds)]
        told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return list(json.loads(told.splitlines()[-1]))


def main() -> None:
    """Print a table a size, and the search."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--known", type=int, default=50_000)
    asked.add_argument("--one", metavar="JPEG", default="", help="only this picture, as JSON")
    options = asked.parse_args()
    if options.one:
        return one(options.one, options.rounds)
    print("| 照片 | 字节 | 读 ms | 看 ms | 打水印和编码 ms | 合计 ms | 张/秒 | 给人看的 KB | 内存峰值 MB |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, size in SIZES.items():
        data = drawn(size)
        read, look, draw, served, before, peak = apart(data, options.rounds)
        whole = read + look + draw
        times = " | ".join(f"{1000 * step:.1f}" for step in (read, look, draw, whole))
        memory = f"{peak:.0f}（多 {peak - before:.0f}）"
        print(f"| {name} | {len(data):,} | {times} | {1 / whole:.1f} | {served:.0f} | {memory} |", flush=True)
    hashes = np.random.default_rng(1).integers(1, 1 << 63, options.known, np.uint64)
    search = timed(lambda: likeness.alike(hashes, 12345), options.rounds)
    print(f"\n在 {options.known:,} 张里找几乎一样的：{1000 * search:.2f} ms")
    return None


if __name__ == "__main__":
    main()
