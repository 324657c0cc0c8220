"""How long a password must be, said in Chinese (Django's own translation of it is incomplete)."""

from typing import Any

from django.core.exceptions import ValidationError


class LongEnough:
    """At least `min_length` characters; a sentence is easier to keep than a riddle (ASVS 6.2.1)."""

    def __init__(self, min_length: int = 12) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when the password is too short."""
        if len(password) < self.min_length:
            told = f"太短了，至少 {self.min_length} 个字，现在 {len(password)} 个。"
            raise ValidationError(told, code="password_too_short")

    def get_help_text(self) -> str:
        """Say the rule before it is broken."""
        return f"至少 {self.min_length} 个字，可以是一句话。"
