"""`{% slot "project" project %}`: the page below asks, the rooms above fill."""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from greenlight.base import slots

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str, subject: Any = None) -> SafeString:
    """Draw everything the rooms above have put into a slot, in order."""
    request = context["request"]
    parts = [(fill(request, subject),) for fill in slots.fillers(name)]
    return format_html_join("", "{}", parts)
