"""The form of a document of the studio: a video, captions and papers are checked when they come in."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.documents.forms import BaseDocumentForm

from modules.media.checking import KINDS, extension_of, find_media_faults


class CheckedDocumentForm(BaseDocumentForm):
    def clean_file(self) -> Any:
        """Wagtail has checked the extension; what else a document may be (odt, csv …) is no medium of a module."""
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data and extension_of(file.name) in KINDS:
            faults = find_media_faults(file.name, file, file.size)
            if faults:
                raise ValidationError(faults)
        return file
