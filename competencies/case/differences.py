"""What a CASE object says beyond what we would write of it ourselves. Kept, so that nothing is lost on the way out.

    restore(ours, find_difference(ours, theirs)) == theirs

whatever the two objects are. A null stands for a property that we would write and they did not: CASE has no null.
"""

from collections.abc import Mapping
from typing import Any

Object = dict[str, Any]


def find_difference(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Object:
    changed = {name: value for name, value in theirs.items() if name not in ours or ours[name] != value}
    return changed | {name: None for name in ours if name not in theirs}


def restore(ours: Mapping[str, Any], difference: Mapping[str, Any]) -> Object:
    return {name: value for name, value in {**ours, **difference}.items() if value is not None}
