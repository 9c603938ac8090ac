"""The actors' sheets we ship: invented, and saying so; written once, then theirs who edit them in the studio."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from cms.models.actor import Actor, Partnership

FILE = Path(settings.FIXTURES) / "places" / "acteurs-inventes.yaml"


@transaction.atomic
def seed_actors() -> int:
    """Where no sheet is written yet. Returns how many are."""
    if Actor.objects.exists():
        return 0
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    actors = {each["slug"]: Actor.objects.create(is_invented=True, **each) for each in said["actors"]}
    for each in said["partnerships"]:
        between = each.pop("between")
        Partnership.objects.create(**each).actors.set([actors[slug] for slug in between])
    return len(actors)
