"""What a person may answer to a question: the form read and refused in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from greenlight.base.refusals import Refused
from greenlight.reports.checking.stored import Row
from greenlight.reports.models import Verdict

NUMBER = re.compile(r"-?\d{1,15}(?:,\d{3})*(?:\.\d{1,8})?")
DIGITS = re.compile(r"[-−]?[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?")
IN_CHARACTERS = re.compile(
    "[〇零一二两三四五六七八九十百千万亿]+[余多几]?(?=[^成番半倍点分〇零一二三四五六七八九十])"
)
MOST_WORDS, MOST_REASON, MOST_CORRECTED = 500, 200, 60
CONTROL = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Told:
    """An answer as it was given; an empty verdict takes the answer back."""

    verdict: str
    reason: str = ""
    words: str = ""
    corrected: str = ""
    place: int = 0


def read(posted: Mapping[str, str], finding: Row, body: str) -> Told:
    """Read an answer from a form. Raises Refused with the way out."""
    verdict = posted.get("verdict", "")
    words = CONTROL.sub(" ", posted.get("words", "")).strip()
    if verdict == "":
        return Told("")
    if verdict not in Verdict.values:
        raise Refused("没有看懂这个回答，请刷新页面再选一次。", status=400)
    if len(words) > MOST_WORDS:
        raise Refused(f"说明有 {len(words)} 个字，最多 {MOST_WORDS} 个，请写短一些。", status=400)
    if verdict == Verdict.EXPLAINED:
        return Told(verdict, reason=_reason(posted, finding, words), words=words)
    if verdict == Verdict.CORRECTED:
        place = _place(posted, finding)
        start, end = finding["places"][place]
        return Told(
            verdict,
            words=words,
            corrected=corrected(posted.get("corrected", ""), body[start:end]),
            place=place,
        )
    return Told(verdict, words=words)


def _reason(posted: Mapping[str, str], finding: Row, words: str) -> str:
    reason = posted.get("reason", "")
    if reason and reason not in finding["answers"]:
        raise Refused("没有看懂这个理由，请刷新页面再选一次。", status=400)
    if not reason and not words:
        raise Refused("口径不同要说明怎么不同：请选一个理由，或写一句话。", status=400)
    return reason[:MOST_REASON]


def _place(posted: Mapping[str, str], finding: Row) -> int:
    told = posted.get("place", "")
    place = int(told) if told.isascii() and told.isdecimal() and len(told) < 5 else finding["stated_at"]
    return place if place < len(finding["places"]) else int(finding["stated_at"])


def corrected(typed: str, written: str) -> str:
    """Return what will stand in the report: a bare number takes the old number's unit.

    Raises Refused when there is no number in it.
    """
    told = normalize("NFKC", CONTROL.sub(" ", typed)).strip()
    if not DIGITS.search(told) or len(told) > MOST_CORRECTED:
        raise Refused("请填改成多少，比如 247.9 或 247.9亿元。", status=400)
    return _with_unit(told, written)[:MOST_CORRECTED] if NUMBER.fullmatch(told) else told


def _with_unit(told: str, written: str) -> str:
    """Return a bare number in the words of the old one. Raises Refused where they would say another thing."""
    hit = DIGITS.search(written) or IN_CHARACTERS.match(written)
    if hit is None:
        raise Refused(f"原来写的是“{written[:20]}”，请连单位一起填。", status=400)
    stands = written[: hit.start()] + told + written[hit.end() :]
    old = normalize("NFKC", hit[0]).replace(",", "").replace("−", "-")
    if hit.re is DIGITS and not 0.001 < abs(Decimal(told.replace(",", "")) / (Decimal(old) or 1)) < 1000:
        raise Refused(
            f"这样就成了“{stands[:40]}”，和原来的“{written[:20]}”差得太多。请连单位一起填。", status=400
        )
    return stands
