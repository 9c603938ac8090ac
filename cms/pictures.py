"""The pictures of the site, from our own address, wherever they are kept. Wagtail draws each size once."""

from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

ONE_YEAR = 60 * 60 * 24 * 365
TYPES = {
    "avif": "image/avif",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
}


@cache_control(max_age=ONE_YEAR, public=True, immutable=True)
@require_safe
def show_picture(request: HttpRequest, name: str) -> HttpResponse:
    """A rendition: its name changes with the picture, its size and its focal point. No original is ever given."""
    kind = TYPES.get(name.rpartition(".")[2].lower())
    kept = storages["renditions"]
    if kind is None or "\0" in name:  # no name of a file holds that byte: the disk would refuse it with an error
        raise Http404
    try:
        with kept.open(f"images/{name}") as picture:
            return HttpResponse(picture.read(), content_type=kind)
    except FileNotFoundError:
        raise Http404 from None
