"""Makes greenlight/kernel/data/pinyin.txt: how characters are read, without tones (decision 8).

Run once with pypinyin 0.55.0 (MIT) installed beside; the product itself does not need it:

    pip install pypinyin==0.55.0 && python bench/pinyin_table.py

A reading is kept when it is the character's first one, or when phrases use it often enough, or when
it is named here: surnames and places that phrases seldom hold. At most three a character.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TABLE = Path(__file__).resolve().parent.parent / "greenlight/kernel/data/pinyin.txt"
FIRST, LAST, MOST, SHARE = 0x4E00, 0x9FFF, 3, 0.03
NAMED = {
    "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "曾": "zeng", "盖": "ge", "翟": "zhai", "尉": "yu",
    "区": "ou", "朴": "piao", "覃": "qin", "乐": "yue", "缪": "miao", "折": "she", "会": "kuai", "六": "lu",
    "铅": "yan", "蚌": "beng", "泌": "bi", "荥": "xing", "莘": "shen", "番": "pan", "浚": "xun", "牟": "mu",
    "厦": "xia", "行": "hang", "长": "zhang", "重": "chong", "朝": "chao", "柏": "bo", "召": "shao",
    "秘": "bi", "都": "du", "调": "diao", "卡": "qia", "率": "lv", "乘": "cheng", "车": "che", "参": "can",
    "传": "chuan", "降": "jiang", "屏": "ping", "石": "shi", "厂": "chang", "宁": "ning",
    "圳": "zhen", "衢": "qu",
}  # fmt: skip


def bare(reading: str) -> str:
    """Return a reading without its tone, ü written v as one types it."""
    plain = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    kept = "".join(one for one in plain if not unicodedata.combining(one) or one == "\u0308")
    return kept.replace("u\u0308", "v").replace("ê", "e").replace("ɡ", "g")


def used() -> dict[str, Counter[str]]:
    """Count how phrases read each character."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        for char, reading in zip(phrase, readings, strict=False):
            found[char][bare(reading[0])] += 1
    return found


def readings() -> dict[str, list[str]]:
    """Return the readings of every character, the usual one first."""
    counted, found = used(), {}
    for code, told in pinyin_dict.items():
        char = chr(code)
        if not (FIRST <= code <= LAST or char == "〇"):
            continue
        known = list(dict.fromkeys(bare(one) for one in told.split(",")))
        total = sum(counted[char].values())
        kept = [one for one in known[1:] if total and counted[char][one] >= max(1, SHARE * total)]
        kept.sort(key=lambda one, char=char: -counted[char][one])
        wanted = [NAMED[char]] if char in NAMED else []
        all_of_them = [known[0], *wanted, *kept]
        found[char] = [one for one in dict.fromkeys(all_of_them) if one.isascii() and one.isalpha()][:MOST]
    return found


def main() -> None:
    """Write the table: a syllable, a place among the readings, its characters."""
    by_syllable: dict[tuple[str, int], list[str]] = defaultdict(list)
    for char, ones in readings().items():
        for place, one in enumerate(ones):
            by_syllable[one, place].append(char)
    lines = [f"{one} {place} {''.join(sorted(chars))}" for (one, place), chars in sorted(by_syllable.items())]
    head = (
        "# Readings of characters, derived from pypinyin 0.55.0 / pinyin-data (MIT); bench/pinyin_table.py\n"
    )
    TABLE.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines, {TABLE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
