"""A medium of an archive into the institute's own collection: the same file twice is one document."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from modules.media.checking import PICTURES, extension_of
from modules.models.institute import InstitutePage


def bring_medium(name: str, content: bytes, institute: InstitutePage, author: Any, brought: list[Any]) -> Any:
    """The document or picture of that content; what is written is added to `brought`. Raises ValidationError."""
    stem, extension = name.rpartition(".")[0], extension_of(name)
    model = get_image_model() if extension in PICTURES else get_document_model()
    present = model.objects.filter(collection=institute.own_collection, file_hash=stem)
    found = next((each for each in present if extension_of(each.file.name) == extension), None)
    if found is not None:
        return found
    thing = model(title=name, collection=institute.own_collection, uploaded_by_user=author)
    thing.file.save(name, ContentFile(content), save=False)
    brought.append(thing)
    thing.file_size, thing.file_hash = len(content), stem
    thing.full_clean(exclude=["tags"])
    thing.save()
    return thing
