"""The media an activity names, each with its place and the kinds of file it takes. Pure."""

from collections.abc import Iterator

from modules.loading import schema
from modules.media.checking import PICTURES, VIDEOS

Placed = tuple[str, str, tuple[str, ...]]
"""Path in the activity, name of the file, extensions it may have."""


def placed_media(activity: schema.ActivityFile) -> Iterator[Placed]:
    for number, screen in enumerate(activity.screens if isinstance(activity, schema.Lesson) else []):
        path = f"$.screens[{number}]"
        if screen.video:
            yield f"{path}.video.file", screen.video.file, VIDEOS
            if screen.video.captions:
                yield f"{path}.video.captions", screen.video.captions, ("vtt",)
        if screen.picture:
            yield f"{path}.picture.file", screen.picture.file, PICTURES
        for place, each in enumerate(screen.papers or []):
            yield f"{path}.papers[{place}].file", each.file, ("pdf",)


def named_media(activity: schema.ActivityFile) -> list[str]:
    """Names, in their order."""
    return [name for _path, name, _kinds in placed_media(activity)]


def misplaced(activity: schema.ActivityFile) -> list[tuple[str, str]]:
    """(path, name) of the files that are not of the kind their place takes: captions given for a video."""
    return [(path, name) for path, name, kinds in placed_media(activity) if name.rpartition(".")[2] not in kinds]
