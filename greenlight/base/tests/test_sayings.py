"""A field that refuses speaks to a clerk: no variables, no characters, no full stop of another alphabet."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.CharField(max_length=5), "一二三四五六", "最多 5 个字，现在是 6 个，请写短一些。"),
        (forms.IntegerField(min_value=1990), "3", "不能小于 1990。"),
        (forms.IntegerField(max_value=12), "13", "不能大于 12。"),
        (forms.IntegerField(), "二十", "请填整数。"),
        (forms.DecimalField(max_digits=3, decimal_places=1), "12345", "数字太长，最多 3 位，请核对单位。"),
        (forms.DecimalField(max_digits=9, decimal_places=1), "1.25", "最多 1 位小数。"),
        (forms.DecimalField(), "约十万", "请填数字。"),
        (forms.ChoiceField(choices=[("a", "甲")]), "z", "“z”不在可选的里面，请重新选。"),
    ],
)
def test_a_field_says_what_is_wrong_and_the_way_out(field: forms.Field, typed: str, said: str) -> None:
    with pytest.raises(ValidationError) as told:
        field.clean(typed)
    assert said in told.value.messages


def test_an_empty_file_is_told_from_a_missing_one() -> None:
    with pytest.raises(ValidationError, match="0 字节"):
        forms.FileField().clean(SimpleUploadedFile("空.pdf", b""))
