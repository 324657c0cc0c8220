"""A look is said by an address, and an address by a look."""

from urllib.parse import parse_qsl

from greenlight.base.tables import Look

NAMED = {"light", "due"}
ADDRESS = (
    "cols=project_name,unit,light&freeze=2&w=project_name:240,unit:5&sort=-total_investment,unit"
    "&group=unit&dense=1&light=red,yellow&c.total_investment=ge:10000&page=3&stranger=1"
)


def look(address: str) -> Look:
    return Look.of(dict(parse_qsl(address)), NAMED)


def test_an_address_says_what_is_shown() -> None:
    one = look(ADDRESS)
    assert one.columns == ("project_name", "unit", "light")
    assert (one.frozen, one.sorts, one.group, one.dense) == (2, ("-total_investment", "unit"), "unit", True)
    assert one.widths == {"project_name": 240, "unit": 48}
    assert one.named == {"light": "red,yellow"}
    assert one.by_column == {"total_investment": "ge:10000"}


def test_a_look_read_again_is_the_same_look() -> None:
    one = look(ADDRESS)
    assert look(one.address()) == one
    assert "page" not in one.words()


def test_what_cannot_be_read_is_passed_over() -> None:
    one = look("cols=A;B,,x,x&freeze=many&w=x:wide,y&sort=--x,-y&c.<b>=1&group=<script>")
    assert one == Look(columns=("x",), sorts=("-y",))


def test_a_second_click_turns_the_order_and_shift_keeps_the_others() -> None:
    one = look("sort=unit").with_sort("total", more=True)
    assert one.sorts == ("unit", "total")
    assert one.with_sort("total", more=True).sorts == ("unit", "-total")
    assert one.with_sort("total").sorts == ("-total",)


def test_only_the_conditions_decide_which_rows_are_there() -> None:
    assert look(ADDRESS).conditions() == look("light=red,yellow&c.total_investment=ge:10000")
