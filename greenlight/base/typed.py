"""What was typed into a form, on its way to a deed: its first error in words, a refusal said in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form

from greenlight.base.refusals import Collided, NotAllowed, Refused

T = TypeVar("T")


def filled(form: Form) -> dict[str, Any]:
    """Return what a small form holds; Refused with its first error and the field it stands at."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    field = form.fields.get(name)
    raise Refused(f"{field.label}：{errors[0]}" if field else str(errors[0]), status=400)


def tried(form: Form, deed: Callable[[], T]) -> T | None:
    """Do a deed of a large form; a refusal is said in the form, so that nothing typed is lost."""
    try:
        return deed()
    except (NotAllowed, Collided):
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def page_number(text: str) -> int:
    """Return the page an address names, 1 for what is none."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1
