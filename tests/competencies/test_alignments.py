"""What our competencies touch elsewhere: facts, codes, our own words, and what is still to be verified."""

import pytest

from competencies.models import AssociationType, CFAssociation, CFItem

pytestmark = pytest.mark.django_db


def elsewhere() -> list[CFAssociation]:
    return list(CFAssociation.objects.exclude(destination_uri="").select_related("origin"))


def test_competencies_are_aligned_with_digcomp_the_crcn_and_the_diplomas() -> None:
    frameworks = {link.destination_title.split(" · ")[0].split(" (")[0] for link in elsewhere()}
    assert {"DigComp 3.0", "CRCN", "Diplôme d’État d’assistant de service social"} <= frameworks
    assert all(link.association_type == AssociationType.IS_RELATED_TO for link in elsewhere())


def test_each_competency_is_aligned_with_something() -> None:
    aligned = {link.origin.human_coding_scheme for link in elsewhere()}
    assert aligned == {
        item.human_coding_scheme for item in CFItem.objects.competencies().filter(document__code="faire-avec")
    }


def test_what_nobody_has_read_again_says_so() -> None:
    for link in elsewhere():
        assert "ne l’a pas validé" in link.notes
        if link.destination_title.startswith(("DigComp", "Diplôme")):
            assert "À vérifier" in link.notes, link.destination_title


def test_each_alignment_leads_to_an_address() -> None:
    assert all(link.destination_uri.startswith("https://") for link in elsewhere())
