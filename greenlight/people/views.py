"""Doors of people: the sign-in link, the password."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from greenlight.base import clock
from greenlight.people import signin
from greenlight.people.models import User
from greenlight.people.requests import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"
BY_LINK = "by_link"  # in the session: the bearer of a link may set a password without knowing the old one


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Let the bearer of a link in; a GET only asks, so that a preview robot cannot use the link up."""
    if request.method != "POST":
        return render(request, "people/enter.html", {"token": token})
    user = signin.use(token, at=clock.now())
    login(request, user, backend=BACKEND)
    request.session[BY_LINK] = True
    return redirect("/" if user.has_usable_password() else "people:password")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: Request) -> HttpResponse:
    """Set the first password or a new one; who did not come by a link must know the old one."""
    form = password_form(request)
    if request.method == "POST" and form.is_valid():
        signin.set_password(request.user, form.cleaned_data["new_password1"], at=clock.now())
        login(request, request.user, backend=BACKEND)
        request.session.pop(BY_LINK, None)
        return redirect("/")
    status = 422 if form.errors else 200
    return render(request, "people/password.html", {"form": form}, status=status)


def password_form(request: Request) -> SetPasswordForm[User]:
    """Return the form: an open screen somebody left must not be enough to take the account over."""
    free = request.session.get(BY_LINK) or not request.user.has_usable_password()
    kind = SetPasswordForm if free else PasswordChangeForm
    form = kind(request.user, request.POST or None)
    form.fields["new_password1"].help_text = "不要用姓名、单位名，也不要用常见的密码。"
    form.fields["new_password2"].label = "再输一遍新密码"
    form.fields["new_password2"].help_text = ""
    return form


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; says nothing else."""
    return HttpResponse("ok", content_type="text/plain")
