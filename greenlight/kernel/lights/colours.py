"""The five colours of a light and the worst-of rule (DESIGN §2.2)."""

from collections.abc import Iterable
from enum import IntEnum


class Colour(IntEnum):
    """Ordered so that the worst of several is their maximum.

    Grey and blue are not counted: they stand below green, and blue stands above grey, so a set
    of only blue and grey is blue if any is blue. The same numbers are used in the batch form.
    """

    GREY = 0
    BLUE = 1
    GREEN = 2
    YELLOW = 3
    RED = 4

    @property
    def code(self) -> str:
        """The English name stored and sent by the API: `red`, `yellow` …"""
        return _CODES[self]

    @property
    def word(self) -> str:
        """The clerk's word: 红灯, 黄灯 …"""
        return _WORDS[self]

    @property
    def meaning(self) -> str:
        """What it says: 滞后, 预警, 正常, 完成, 未到期或无数据."""
        return _MEANINGS[self]

    @classmethod
    def of(cls, code: str) -> "Colour":
        """The colour with this code; raises ValueError for any other word."""
        try:
            return cls[code.upper()]
        except KeyError:
            raise ValueError(f"不认识的灯色“{code}”") from None


_CODES = ("grey", "blue", "green", "yellow", "red")
_WORDS = {
    Colour.RED: "红灯",
    Colour.YELLOW: "黄灯",
    Colour.GREEN: "绿灯",
    Colour.BLUE: "蓝灯",
    Colour.GREY: "灰灯",
}
_MEANINGS = {
    Colour.RED: "滞后",
    Colour.YELLOW: "预警",
    Colour.GREEN: "正常",
    Colour.BLUE: "完成",
    Colour.GREY: "未到期或无数据",
}
COUNTING_ORDER = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.BLUE, Colour.GREY)


def worst_of(colours: Iterable[Colour]) -> Colour:
    """The light of the whole: the worst of its parts, grey when there is no part."""
    return max(colours, default=Colour.GREY)
