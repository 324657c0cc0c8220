"""Clerks' text made comparable: full width, blanks, missing words, names with their phases."""

import re
import unicodedata


def word_set(words: str) -> frozenset[str]:
    """Return the words of a blank-separated list."""
    return frozenset(words.split())


# README of the test ledgers, "Missing is null"; 未定 and the like say the same in other words.
MISSING = word_set(
    "/ // \\ - -- --- ---- — —— ——— – ― _ . … …… * 无 暂无 待定 未定 "
    "待确定 未确定 暂缺 空 暂未确定 N/A n/a NA na 无。 (无) (空) null NULL None "
    "none 〇 不详 未知 待明确 未明确"
) | {""}
NOT_YET = re.compile(
    "^((尚未|暂未|还未|未|待|正在|暂不|无需|不)(开工|动工|竣工|完工|完成|投产|建成|明确|确定|落实|赋码|备案|办理"
    "|立项|计划|开始|核准|报批|涉及|具备)(中|阶段)?|新投产|租赁厂房|(办理|报批|审批|备案)中)$"
)
_ALNUM = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\ufeff\u200b-\u200f]")
_ODD_IN_NAME = re.compile(r"[\x00-\x20\x7f\s０-９Ａ-Ｚａ-ｚ\ud800-\udfff\ufffe\uffff\ufeff\u200b-\u200f]")
_GAP = re.compile(r"(?<=[^\x21-\x7e])\s+|\s+(?=[^\x21-\x7e])")
_PHASE = re.compile(r"第?([一二三四五六七八九十]|\d{1,2}|I{1,3}|IV|V)期")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
_HAN = "零一二三四五六七八九十"
_COMPANY = re.compile("(集团)?(股份|责任)?有限(责任)?公司|(集团|股份)公司")
_PUNCTUATION = re.compile(r"[()\[\]{}<>《》〈〉【】〔〕「」“”\"'‘’·•,，.。;；:：、/\\|_~\-—–―−‐‑]+")


def squeeze(text: str) -> str:
    """Return the form in which two texts are compared: NFKC, no white space at all."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_missing(squeezed: str) -> bool:
    """Tell whether a squeezed text says that there is no value (/, —, 无, 待定)."""
    return squeezed in MISSING


def says_not_yet(squeezed: str) -> bool:
    """Tell whether a text in a date or number column only says that it has not happened yet."""
    return bool(NOT_YET.match(squeezed))


def clean(text: str) -> str:
    """Return free text fit for a database: no control characters, single line breaks, trimmed."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def name(text: str) -> str:
    """Return a name on one line: no line breaks, no blanks between characters, ASCII digits."""
    if not _ODD_IN_NAME.search(text):
        return text
    line = _CONTROL.sub("", text).translate(_ALNUM)
    return _GAP.sub("", " ".join(line.split()))


def phase(text: str) -> int | None:
    """Return the number of the 期 a project name carries (二期 → 2), None without one."""
    found = _PHASE.search(unicodedata.normalize("NFKC", text))
    return _phase_no(found.group(1)) if found else None


def _phase_no(word: str) -> int:
    return _DIGITS.get(word) or _ROMAN.get(word) or int(word)


def name_key(text: str) -> str:
    """Return the key two spellings of one project share.

    Width, blanks, punctuation, brackets and 有限公司 do not count; the 期 does: 一期 and 二期 of
    one project are two projects, and 1期, 第一期, I期 are one.
    """
    plain = squeeze(text).casefold()
    plain = _COMPANY.sub("", _PUNCTUATION.sub("", plain.upper()))
    return _PHASE.sub(_phase_word, plain)


def _phase_word(found: "re.Match[str]") -> str:
    number = _phase_no(found.group(1))
    return (_HAN[number] if number <= 10 else str(number)) + "期"
