"""Doors of one's own keys for machines: see them, make one and see its secret once, cut one off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from greenlight.people import naming
from greenlight.people import tokens as keys
from greenlight.people.models import ApiToken, User
from greenlight.people.requests import Request, by


class KeyForm(forms.Form):
    """A key's name, its time, and the password of whom it stands for.

    The password is asked for so that an open screen somebody left is not enough to take a key away.
    """

    name = forms.CharField(label="名字", max_length=naming.LONGEST, help_text="写它给谁用，例如 统计局取数")
    days = forms.ChoiceField(label="有效期", choices=keys.DAYS, initial="90")
    password = forms.CharField(
        label="您的登录密码", widget=forms.PasswordInput({"autocomplete": "current-password"})
    )

    def __init__(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, request.user
        if not self.person.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Try the password; failures count as those of the sign-in do."""
        told: str = self.cleaned_data["password"]
        if authenticate(self.request, username=self.person.username, password=told) is None:
            raise forms.ValidationError("密码不对，没有生成")
        return told


class TokenForm(KeyForm):
    """A key of the API, with what it may."""

    scopes = forms.MultipleChoiceField(
        label="范围", choices=keys.SCOPES, widget=forms.CheckboxSelectMultiple,
        help_text="写包含读。令牌能做的不会比您自己多",
    )  # fmt: skip
    field_order = ("name", "scopes", "days", "password")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: Request) -> HttpResponse:
    """List one's keys; a POST makes one and shows its secret, this once."""
    form = TokenForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data
        made, secret = keys.make(
            by=by(request), name=own["name"], days=int(own["days"]), scopes=own["scopes"]
        )
        return render(request, "people/token_made.html", {"token": made, "secret": secret})
    context = {"form": form, "tokens": listed(request.user, request.user.scope.day)}
    return render(request, "people/tokens.html", context, status=422 if form.errors else 200)


def listed(user: User, day: Any) -> list[dict[str, Any]]:
    """Return one's keys with what stands in their rows."""
    return [
        {"token": one, "may": [keys.said(scope) for scope in one.scopes], "state": state(one, day)}
        for one in keys.of_person(user)[:200]
    ]


def state(token: ApiToken, day: Any) -> str:
    """Say whether a key is still good."""
    if token.revoked_at:
        return "已停用"
    return "在用" if token.expires_on >= day else "已到期"


@require_POST
def revoke(request: Request, pk: int) -> HttpResponse:
    """Cut one's own key off."""
    token = get_object_or_404(request.user.api_tokens, pk=pk)
    keys.revoke(by=by(request), token=token)
    messages.success(request, f"已停用“{token.name}”，用它的程序从现在起会收到 401。")
    return redirect("people:tokens")
