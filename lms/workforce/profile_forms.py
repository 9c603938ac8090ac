"""What an employer fills to say what it asks of a profession or of posts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.day_field import DayField
from lms.people.folded_boxes import FoldedBoxes
from lms.people.folding import fold
from lms.people.models import Organisation, Post, Profession
from lms.workforce.matrix import Competency
from lms.workforce.models import Concerns, Profile, ProfileVersion
from lms.workforce.profiling import Wanted

NOT_ASKED = ("", _("Not asked for"))
POSTS_OFFERED = 500


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the profile"),
        help_text=_("For example: social worker in a hostel, digital referent."),
        max_length=120,
        error_messages={
            "required": _("Give this profile a name."),
            "max_length": _("Shorten the name: 120 characters at most."),
        },
    )
    node = forms.ChoiceField(
        label=_("Structure"),
        error_messages={"invalid_choice": _("This structure is not one of yours. Choose one in the list.")},
    )
    concerns = forms.ChoiceField(label=_("Concerns"), choices=Concerns.choices, widget=forms.RadioSelect)
    profession = forms.ChoiceField(
        label=_("Profession"),
        help_text=_("For a profile of one profession."),
        choices=[("", _("Choose")), *Profession.choices],
        required=False,
    )
    posts = forms.MultipleChoiceField(
        label=_("Posts"),
        help_text=_("For a profile of posts chosen one by one."),
        required=False,
        widget=FoldedBoxes,
    )
    starts_on = DayField(
        label=_("Asked from"),
        missing=_("Say from which day this is asked."),
    )
    due_on = DayField(
        label=_("To be reached by"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        nodes: Sequence[Organisation],
        columns: Sequence[Competency],
        of: Profile | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.columns = of, columns
        self.nodes = {str(node.pk): node for node in nodes}
        self.offered = {str(post.pk): post for post in _posts_under(nodes)}
        self.fields["node"].choices = [(key, node.name) for key, node in self.nodes.items()]  # type: ignore[attr-defined]
        self.fields["posts"].choices = [(key, str(post)) for key, post in self.offered.items()]  # type: ignore[attr-defined]
        for column in columns:
            self.fields[_level_name(column)] = _level_field(column)
        for name in ("name", "node", "concerns", "profession") if of else ():
            self.fields[name].disabled = True  # another name or reach is another profile
        self.initial.setdefault("starts_on", timezone.localdate())

    @property
    def heads(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "node", "concerns", "profession", "posts", "starts_on", "due_on")]

    @property
    def levels(self) -> list[forms.BoundField]:
        return [self[_level_name(column)] for column in self.columns]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        concerns = given.get("concerns")
        if concerns == Concerns.PROFESSION and not given.get("profession"):
            self.add_error("profession", _("Choose the profession, for a profile of one profession only."))
        if concerns == Concerns.POSTS and not given.get("posts"):
            self.add_error("posts", _("Choose at least one post."))
        if given.get("due_on") and given.get("starts_on") and given["due_on"] < given["starts_on"]:
            self.add_error("due_on", _("The target date is before the first day."))
        if not any(given.get(_level_name(column)) for column in self.columns):
            self.add_error(None, _("Ask for a level in at least one competency."))
        self._check_name(given)
        return given

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        concerns = Concerns(given["concerns"])
        levels = {each.identifier: given[_level_name(each)] for each in self.columns if given[_level_name(each)]}
        return Wanted(
            node=self.nodes[given["node"]],
            name=given["name"],
            concerns=concerns,
            profession=given["profession"] if concerns == Concerns.PROFESSION else "",
            starts_on=given["starts_on"],
            due_on=given["due_on"],
            levels=levels,
            posts=[self.offered[key] for key in given["posts"]] if concerns == Concerns.POSTS else [],
        )

    def _check_name(self, given: dict[str, Any]) -> None:
        if self.of or not given.get("name") or not given.get("node"):
            return
        if Profile.objects.filter(node=self.nodes[given["node"]], name=given["name"]).exists():
            self.add_error("name", _("This structure already has a profile of this name."))


def initial_of(version: ProfileVersion) -> dict[str, Any]:
    """The form filled with a version, for the next one."""
    profile = version.profile
    levels = {f"niveau-{each.cfitem_id}": each.level for each in version.levels.all()}
    return levels | {
        "name": profile.name,
        "node": str(profile.node_id),
        "concerns": profile.concerns,
        "profession": profile.profession,
        "posts": [str(post.pk) for post in profile.posts.all()],
        "due_on": version.due_on,
    }


def _level_name(column: Competency) -> str:
    return f"niveau-{column.identifier}"


def _level_field(column: Competency) -> forms.TypedChoiceField:
    levels = [(number, f"{number} {name}") for number, name in enumerate(column.level_names, start=1)]
    return forms.TypedChoiceField(
        label=str(column), choices=[NOT_ASKED, *levels], coerce=int, empty_value=None, required=False
    )


def _posts_under(nodes: Sequence[Organisation]) -> list[Post]:
    posts = Post.objects.open_on().under(*nodes).select_related("person", "team")
    offered = posts.order_by("person__last_name", "person__first_name", "pk")[:POSTS_OFFERED]
    return sorted(offered, key=lambda post: fold(f"{post.person.last_name} {post.person.first_name}"))
