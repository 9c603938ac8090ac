"""Result (Data 2.4.5)."""

from xapi_store.spec.duration import check_duration
from xapi_store.spec.extensions import Extensions, check_extensions
from xapi_store.spec.score import Score
from xapi_store.spec.word import UNSET, UnsetType, Word


class Result(Word, frozen=True):
    score: Score | UnsetType = UNSET
    success: bool | UnsetType = UNSET
    completion: bool | UnsetType = UNSET
    response: str | UnsetType = UNSET
    duration: str | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.duration is not UNSET:
            check_duration(self.duration, ".duration")
        if self.extensions is not UNSET:
            check_extensions(self.extensions)
