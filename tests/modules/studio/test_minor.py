"""The three promises of an edition, in the fast suite; their corners are in test_editions."""

import pytest

from modules.correcting import move_to_correction
from modules.models import Registration
from modules.publishing import NotMinor, publish_edition
from tests.cast import finish, follow, make_person
from tests.modules.studio.cast import Studio
from tests.modules.studio.test_editions import change_key, mend_words

pytestmark = pytest.mark.django_db


def test_a_correction_keeps_what_is_finished_and_a_changed_key_is_no_correction(studio: Studio) -> None:
    registration = finish(follow(make_person(), studio.taught.edition))
    done = registration.completed_at, registration.minutes_done
    mend_words(studio)
    correction = publish_edition(studio.module, studio.admin, minor=True)
    assert move_to_correction(registration)
    moved = Registration.objects.get(pk=registration.pk)
    assert (moved.edition, moved.completed_at, moved.minutes_done) == (correction, *done)
    change_key(studio)
    with pytest.raises(NotMinor):
        publish_edition(studio.module, studio.admin, minor=True)
    publish_edition(studio.module, studio.admin)
    assert not move_to_correction(moved)
