"""Official codes: 统一社会信用代码 (GB 32100-2015) and 投资项目统一代码 (GB/T 40058-2021).

The product never invents such a code; `standards.md` §1-2 gives the rules and their sources.
"""

import re

from greenlight.kernel.parse.notes import Note, Parsed, refuse
from greenlight.kernel.parse.text import is_missing, says_not_yet, squeeze

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SHAPE = re.compile(r"^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$")
_HYPHENS = re.compile("[‐‑‒–—―−_－﹣]+")
_PROJECT = re.compile(r"^(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})$")
_USUAL = re.compile(r"^\d\d(?:0[1-9]|1[0-2])-\d{6}-\d{2}-\d{2}-\d{6}\Z", re.ASCII)
_BARE = re.compile(r"^(\d{4})(\d{6})(\d{2})(\d{2})(\d{6})$")
# 县6 + 地籍区3 + 地籍子区3 + 宗地特征码2 + 顺序号5; a 不动产单元 adds 9 (GB/T 37346).
_PARCEL = re.compile(r"^(\d{12}[GJZ][A-Z]\d{5})(?:[FW]\d{8})?\Z", re.ASCII)
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_OLD_SCHEME = range(2015, 2021)


def uscc_check(first17: str) -> str:
    """Return the check character of the first 17; ValueError for a foreign character."""
    total = sum(_ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(first17))
    return _ALPHABET[-total % 31]


def read_uscc(raw: object) -> Parsed[str]:
    """Read a 统一社会信用代码; one kept as a number has lost digits and is refused."""
    if raw is None or raw == "":
        return Parsed(None)
    if not isinstance(raw, str):
        return refuse("uscc_as_number")
    code = squeeze(raw).upper()
    if is_missing(code) or says_not_yet(code):
        return Parsed(None)
    why = _uscc_fault(code)
    if why:
        return refuse("uscc_invalid", why)
    return Parsed(code, () if code == raw else (Note("code_normalised", code),))


def _uscc_fault(code: str) -> str:
    if len(code) != 18:
        return f"{len(code)}位"
    if not _SHAPE.match(code):
        return "含有不用的字符"
    return "" if uscc_check(code[:17]) == code[17] else "校验位不符"


def organ_code_fits(uscc: str) -> bool:
    """Tell whether characters 9-17 carry the check digit of GB 11714: a doubt, not a fault."""
    body = uscc[8:17]
    total = sum(int(char, 36) * w for char, w in zip(body, _ORGAN_WEIGHTS, strict=False))
    return body[8] == {10: "X", 11: "0"}.get(11 - total % 11, str(11 - total % 11))


def read_project_code(raw: object) -> Parsed[str]:
    """Read a 项目代码: 24 characters, a month or a year of the old scheme in front.

    The check digit is not tested: its rule is not published (standards.md §2).
    """
    if raw is None or raw == "":
        return Parsed(None)
    if not isinstance(raw, str):
        return refuse("project_code_invalid")
    if _USUAL.match(raw):
        return Parsed(raw)
    code = _HYPHENS.sub("-", squeeze(raw)).upper()
    if is_missing(code) or says_not_yet(code):
        return Parsed(None)
    bare = _BARE.match(code)
    code = "-".join(bare.groups()) if bare else code
    found = _PROJECT.match(code)
    if not found or not _issued(found.group(1)):
        return refuse("project_code_invalid")
    return Parsed(code, () if code == raw else (Note("code_normalised", code),))


def read_parcel_code(raw: object) -> Parsed[str]:
    """Read a 宗地代码 of 19 characters; of a 不动产单元号 of 28 its first 19."""
    if raw is None or raw == "":
        return Parsed(None)
    if not isinstance(raw, str):
        return refuse("parcel_code_invalid")
    code = squeeze(raw).upper()
    if is_missing(code) or says_not_yet(code):
        return Parsed(None)
    found = _PARCEL.match(code)
    if not found:
        return refuse("parcel_code_invalid")
    code = found.group(1)
    return Parsed(code, () if code == raw else (Note("code_normalised", code),))


def _issued(head: str) -> bool:
    return 1 <= int(head[2:]) <= 12 or int(head) in _OLD_SCHEME
