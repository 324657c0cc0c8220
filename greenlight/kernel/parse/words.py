"""Yes and no, choices, persons and phones as clerks write them."""

import re
from collections.abc import Mapping

from greenlight.kernel.parse.notes import Parsed, refuse
from greenlight.kernel.parse.text import clean, is_missing, name, squeeze, word_set

TICKS = word_set("√ ✓ ✔ ☑ ● ■ ★ ▲ v V")
_YES = TICKS | word_set(
    "是 Y y YES Yes yes TRUE True true 1 有 对 在建 建设中 施工中 续建 开工 竣工 "
    "完工 投产 动工 建成 正在建设 正在施工 开工建设 全面开工 办结"
)
_NO = word_set(
    "否 × ✗ ✘ ☒ X x ╳ ○ □ ☐ N n NO No no FALSE False false 0 不是 没有 办理中 "
    "前期 筹备 筹建 待开工 拟开工 前期阶段 前期工作 计划开工 尚无 预备 储备 谋划"
)
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}-?|\(0\d{2,3}\)-?)?[2-9]?\d{6,7}(?:-\d{1,5})?(?!\d)")
_BETWEEN = re.compile(r"[\n、,，;；/／]+")
_TRIM = re.compile(r"^[\s、,，;；:：/()（）]+|[\s、,，;；:：/(（]+$")
_ENDINGS = ("建设项目", "投资项目", "类项目", "项目", "类", "建设", "投资", "型", "工程")


def read_bool(raw: object) -> Parsed[bool]:
    """Read 是/否, √/×, 已…/未…; a word that says neither is an unknown_value."""
    if isinstance(raw, bool):
        return Parsed(raw)
    if isinstance(raw, int | float):
        return Parsed(bool(raw)) if raw in (0, 1) else refuse("unknown_value", "是或否")
    word = squeeze(raw) if isinstance(raw, str) else ""
    if word in _YES or (word.startswith("已") and len(word) > 1):
        return Parsed(True)
    if word in _NO or word.startswith(("未", "尚未", "暂未", "还未", "没")):
        return Parsed(False)
    return Parsed(None) if is_missing(word) else refuse("unknown_value", "是或否")


def read_choice(raw: object, words: Mapping[str, str], labels: str = "") -> Parsed[str]:
    """Read one of a list: `words` maps each accepted word to its value; 类, 项目 may follow."""
    word = squeeze(raw) if isinstance(raw, str) else ("" if raw is None else str(raw))
    if is_missing(word):
        return Parsed(None)
    for form in (word, *_shortened(word)):
        if form in words:
            return Parsed(words[form])
    return refuse("unknown_value", labels)


def _shortened(word: str) -> list[str]:
    bare = re.sub(r"\(.*?\)|\d+[个项]?$", "", word)
    forms = [bare, *(bare.removesuffix(end) for end in _ENDINGS if bare.endswith(end))]
    return [form for form in forms if form]


def read_units(raw: object) -> str | None:
    """Read several units or persons of one cell, joined by 、."""
    if raw is None:
        return None
    text = clean(raw) if isinstance(raw, str) else shown_number(raw)
    if is_missing(squeeze(text)):
        return None
    parts = [part for piece in _BETWEEN.split(text) for part in _apart(piece.strip())]
    return "、".join(name(part) for part in parts if part) or None


def _apart(piece: str) -> list[str]:
    """Split 周国平 毛建军, but keep 王 敏, a name spaced out to three characters."""
    parts = piece.split()
    if len(parts) > 1 and all(len(part) > 1 and not part.isascii() for part in parts):
        return parts
    return [piece]


def read_phone(raw: object) -> str | None:
    """Read phones as text without blanks, whether a number or a text, one or several."""
    if raw is None:
        return None
    text = squeeze(raw) if isinstance(raw, str) else shown_number(raw)
    return None if is_missing(text) else text


def read_person(raw: object) -> tuple[str | None, str | None]:
    """Read a person and the phone that may stand in the same cell: 姜浩 13900004017."""
    if not isinstance(raw, str):
        return (None, None) if raw is None else (None, shown_number(raw))
    phones = _MOBILE.findall(squeeze(raw)) or [
        number for number in _LANDLINE.findall(squeeze(raw)) if len(number) >= 7
    ]
    if not phones:
        return read_units(raw), None
    rest = squeeze(raw)
    for phone in phones:
        rest = rest.replace(phone, "、")
    rest = re.sub("(联系)?(电话|手机|方式)号?码?[:：]?", "", rest)
    rest = re.sub(r"\(\s*、*\s*\)|[()]", "、", rest)
    return read_units(_TRIM.sub("", re.sub("、+", "、", rest))), "、".join(phones)


def shown_number(raw: object) -> str:
    """Print a number cell as its text would be: 13900000555, not 13900000555.0."""
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 10**15:
        return str(int(raw))
    return str(raw)
