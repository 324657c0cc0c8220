"""What a form field says by itself: Django's own sentences speak of variables and characters."""

from __future__ import annotations

from django.core import validators
from django.forms import fields, models


def put() -> None:
    """Put the clerk's words in place of Django's; a field's own words still win."""
    validators.MaxLengthValidator.message = (
        "最多 %(limit_value)d 个字，现在是 %(show_value)d 个，请写短一些。"
    )
    validators.MinLengthValidator.message = "至少 %(limit_value)d 个字，现在是 %(show_value)d 个。"
    validators.MinValueValidator.message = "不能小于 %(limit_value)s。"
    validators.MaxValueValidator.message = "不能大于 %(limit_value)s。"
    validators.DecimalValidator.messages |= {
        "max_digits": "数字太长，最多 %(max)s 位，请核对单位。",
        "max_decimal_places": "最多 %(max)s 位小数。",
        "max_whole_digits": "数字太大，整数部分最多 %(max)s 位，请核对单位。",
    }
    fields.IntegerField.default_error_messages["invalid"] = "请填整数。"
    fields.DecimalField.default_error_messages["invalid"] = "请填数字。"
    fields.FileField.default_error_messages["empty"] = "这个文件是空的（0 字节），请确认保存成功后重新选择。"
    fields.ChoiceField.default_error_messages["invalid_choice"] = "“%(value)s”不在可选的里面，请重新选。"
    models.ModelChoiceField.default_error_messages["invalid_choice"] = "选的这一项不在列表里，请重新选。"
