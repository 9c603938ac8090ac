"""Score (Data 2.4.5.1)."""

from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType, Word


class Score(Word, frozen=True):
    """`scaled` from -1 to 1; `raw` from `min` to `max`; `min` below `max`."""

    scaled: float | UnsetType = UNSET
    raw: float | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.scaled is not UNSET and not -1 <= self.scaled <= 1:
            refuse("is not between -1 and 1", "XAPI-00080", ".scaled")
        if self.min is not UNSET and self.max is not UNSET and self.min >= self.max:
            refuse("is not greater than min", "XAPI-00082", ".max")
        if self.raw is not UNSET:
            self._check_raw(self.raw)

    def _check_raw(self, raw: float) -> None:
        if self.min is not UNSET and raw < self.min:
            refuse("is less than min", "XAPI-00081", ".raw")
        if self.max is not UNSET and raw > self.max:
            refuse("is more than max", "XAPI-00081", ".raw")
