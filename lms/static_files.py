"""Static files for production: names that carry a hash of the content, and a gzip copy beside each."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    def create_compressor(self, **options: Any) -> Compressor:
        """Gzip only: brotli comes with WeasyPrint's fonts and makes collectstatic four times as long."""
        return super().create_compressor(**options | {"use_brotli": False})
