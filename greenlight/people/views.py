"""Doors of people: the sign-in link, the first password."""

from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from greenlight.base import clock
from greenlight.people import signin
from greenlight.people.requests import Request

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Let the bearer of a link in; a GET only asks, so that a preview robot cannot use the link up."""
    if request.method == "GET":
        return render(request, "people/enter.html", {"token": token})
    user = signin.use(token, at=clock.now())
    login(request, user, backend=BACKEND)
    return redirect("/" if user.has_usable_password() else "people:password")


@never_cache
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Set the first password, or a new one after a link."""
    form = SetPasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        login(request, request.user, backend=BACKEND)
        return redirect("/")
    return render(request, "people/password.html", {"form": form})


@require_http_methods(["GET"])
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive; says nothing else."""
    return HttpResponse("ok", content_type="text/plain")
