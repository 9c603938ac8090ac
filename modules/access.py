"""Who may learn. The rights table lives above this package: the settings name the function that asks it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def for_learners(view: View[P]) -> View[P]:
    """Gate: the sign-in page for the signed out, the 403 page for who may not learn (`MODULES_MAY_LEARN`)."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not import_string(settings.MODULES_MAY_LEARN)(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cast("View[P]", checked)
