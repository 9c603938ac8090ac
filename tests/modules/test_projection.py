import pytest

from modules.projection import projector_lag
from modules.statements import authority
from tests.modules.test_statements_page import EXAMPLES
from xapi_store.recording import record

pytestmark = pytest.mark.django_db
SOMEBODY = {"objectType": "Agent", "mbox": "mailto:quelqu.un@exemple.example"}


def test_our_own_statements_do_not_wait() -> None:
    assert projector_lag() == {"waiting": 0}
    record(EXAMPLES[0], authority=authority())
    assert projector_lag() == {"waiting": 0}


def test_a_statement_on_another_word_waits() -> None:
    record(EXAMPLES[0], authority=authority())
    record(EXAMPLES[1], authority=SOMEBODY)
    assert projector_lag() == {"waiting": 1}
