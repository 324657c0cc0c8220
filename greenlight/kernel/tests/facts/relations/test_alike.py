"""Numbers that go by one name: all of a few, the nearest of very many."""

from hypothesis import given, settings
from hypothesis import strategies as st

from greenlight.kernel.facts.relations.alike import MOST, Alike
from greenlight.kernel.tests.facts.relations.asking_of import questions

NAMES = st.lists(st.sampled_from(["产值", "税收", "项目数"]), min_size=1, max_size=300)


@settings(deadline=None)
@given(NAMES, st.integers(0, 300), st.sampled_from(["产值", "税收", "没有"]))
def test_those_of_one_name_come_in_their_order_and_of_very_many_the_nearest(
    names: list[str], near: int, name: str
) -> None:
    things = range(len(names))
    found = Alike(things, names.__getitem__).get(name, near)
    of_name = [at for at in things if names[at] == name]
    before, behind = [at for at in of_name if at < near], [at for at in of_name if at >= near]
    assert found == [*before[-MOST:], *behind[: MOST + 1]]


def test_a_share_of_what_was_told_paragraphs_ago_is_asked_about_in_a_long_report() -> None:
    page = "规上工业总产值200亿元，增长5%。\n工作推进。\n装备制造业产值50亿元，占规上工业总产值的{}%。\n"
    body = "".join(page.format(35 if at == 70 else 25) for at in range(100))
    assert [one.stated for one in questions(body)] == [35]
