"""Whose questions one sees: those of the collections one's groups have a right over. Every page of the bank asks here.

The groups come from the table of rights (lms.people.studio_groups); a question outside them is not found, anywhere.
"""

from typing import Any

from django.http import Http404
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from modules.models import Question

policy = CollectionPermissionPolicy(Question)


def collections_of(user: Any) -> Any:
    """The banks this person writes in; none for nobody."""
    if user is None:
        return Collection.objects.none()
    return policy.collections_user_has_any_permission_for(user, ["add", "change"])


def questions_of(user: Any) -> Any:
    return Question.objects.in_collections(collections_of(user))


def find_question(user: Any, question_id: int) -> Any:
    """Hers, as its own kind, or 404: nobody learns that another institute's exists."""
    question = questions_of(user).filter(pk=question_id).select_related("cfitem").first()
    if question is None:
        raise Http404
    return question
