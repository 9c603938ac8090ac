"""Where uploaded files and papers are kept: a folder, or an S3-compatible store when MEDIA_S3_BUCKET names one."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from lms.settings.environment import read, read_iri


def media_storages(data_dir: Path, environ: Mapping[str, str] = os.environ) -> dict[str, dict[str, Any]]:
    """The "default", "renditions" (sizes of pictures) and "papers" storages.

    Papers name a person: private, and never under a public address.
    """
    bucket = read("MEDIA_S3_BUCKET", environ=environ)
    if not bucket:
        media = _folder(data_dir / "media")
        return {"default": media, "renditions": media, "papers": _folder(data_dir / "papers")}
    if not read("MEDIA_S3_KEY", environ=environ) or not read("MEDIA_S3_SECRET", environ=environ):
        raise ImproperlyConfigured("MEDIA_S3_KEY et MEDIA_S3_SECRET sont nécessaires avec MEDIA_S3_BUCKET.")
    media = _bucket(bucket, "media", environ)
    renditions = media | {"BACKEND": "lms.rendition_bucket.RenditionBucket"}
    return {"default": media, "renditions": renditions, "papers": _bucket(bucket, "papers", environ)}


def _folder(location: Path) -> dict[str, Any]:
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": location}}


def _bucket(bucket: str, prefix: str, environ: Mapping[str, str]) -> dict[str, Any]:
    options = {
        "bucket_name": bucket,
        "location": prefix,
        "access_key": read("MEDIA_S3_KEY", environ=environ),
        "secret_key": read("MEDIA_S3_SECRET", environ=environ),
        "region_name": read("MEDIA_S3_REGION", environ=environ) or None,
        "endpoint_url": read_iri("MEDIA_S3_ENDPOINT", "https://s3.amazonaws.com", environ),
        "default_acl": None,  # the bucket's own policy; ours asks for a private one
        "querystring_auth": True,  # every address is signed and ends
        "querystring_expire": 600,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
