"""Where sizes of pictures are kept in a bucket. Pages name them under our own address (`cms.pictures` gives them):
a signed address ends after ten minutes, and the site's policy lets a browser ask pictures of nobody else."""

from typing import Any

from django.conf import settings
from storages.backends.s3 import S3Storage


class RenditionBucket(S3Storage):
    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{name}"
