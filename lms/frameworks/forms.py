"""The sheet of a framework, one of its items, and the file that brings one in."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competencies.case.checking import LARGEST
from competencies.framework import in_lines, outline_of
from competencies.models import AssociationType, CFAssociation, CFDocument, CFItem, CFItemType, Gap
from lms.frameworks.editing import LEVELS, Links
from lms.people.models import Organisation


class InstituteField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Whose it will be: asked only of those who answer for several institutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Organisation.objects.none(), label=gettext_lazy("Institute"), empty_label=None, **kwargs)


def fill_institutes(form: forms.Form | forms.ModelForm, institutes: list[Organisation]) -> None:  # type: ignore[type-arg]
    field: Any = form.fields["institute"]
    field.queryset = Organisation.objects.filter(pk__in=[each.pk for each in institutes])
    field.initial = institutes[0].pk if institutes else None
    if len(institutes) == 1:
        field.widget = forms.HiddenInput()


class SheetForm(forms.ModelForm[CFDocument]):
    level_1 = forms.CharField(label=gettext_lazy("Name of level 1"), max_length=60)
    level_2 = forms.CharField(label=gettext_lazy("Name of level 2"), max_length=60)
    level_3 = forms.CharField(label=gettext_lazy("Name of level 3"), max_length=60)
    level_4 = forms.CharField(label=gettext_lazy("Name of level 4"), max_length=60)

    class Meta:
        model = CFDocument
        fields = ("title", "creator", "version", "description")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["institute"])
        for number, name in enumerate(self.instance.level_names[:LEVELS], start=1):
            self.initial.setdefault(f"level_{number}", name)

    def said(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        names = [chosen[f"level_{number}"] for number in range(1, LEVELS + 1)]
        return {name: chosen[name] for name in self._meta.fields or ()} | {"level_names": names}


class NewSheetForm(SheetForm):
    institute = InstituteField()

    def __init__(self, *args: Any, institutes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_institutes(self, institutes)
        self.initial.setdefault("version", "0.1")


class ItemForm(forms.ModelForm[CFItem]):
    cf_item_type = forms.CharField(
        label=gettext_lazy("Type"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "types"}),
        help_text=gettext_lazy("Domain, Objective, Competency, or a word of your own."),
    )
    parent = forms.ModelChoiceField(
        CFItem.every.none(),
        label=gettext_lazy("Under"),
        required=False,
        empty_label=gettext_lazy("The framework itself"),
    )
    level_1 = forms.CharField(label=gettext_lazy("What one sees at level 1"), required=False, max_length=400)
    level_2 = forms.CharField(label=gettext_lazy("What one sees at level 2"), required=False, max_length=400)
    level_3 = forms.CharField(label=gettext_lazy("What one sees at level 3"), required=False, max_length=400)
    level_4 = forms.CharField(label=gettext_lazy("What one sees at level 4"), required=False, max_length=400)
    gaps = forms.ModelMultipleChoiceField(
        Gap.objects.all(),
        label=gettext_lazy("Gaps of the survey that it answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    matches = forms.ModelMultipleChoiceField(
        CFItem.objects.competencies(),
        label=gettext_lazy("Says the same as these competencies of the shipped framework"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    related = forms.ModelMultipleChoiceField(
        CFItem.objects.competencies(),
        label=gettext_lazy("Is close to these competencies of the shipped framework"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = CFItem
        fields = ("human_coding_scheme", "full_statement", "cf_item_type")
        widgets = {"full_statement": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.queryset = self._possible_parents()
        for number, words in enumerate(self.instance.level_descriptions[:LEVELS], start=1):
            self.initial.setdefault(f"level_{number}", words)
        if not self.instance._state.adding:  # noqa: SLF001
            self.initial.update(read_links(self.instance))

    def _possible_parents(self) -> Any:
        """Of this framework, and not under the item itself: a ring has no top."""
        items = CFItem.every.filter(document=self.instance.document)
        links = CFAssociation.every.filter(document=self.instance.document)
        lines = in_lines(outline_of(items, links))
        own = [rung for rung, _depth in lines if rung.item.pk == self.instance.pk]
        under = [rung.item.pk for rung, _depth in in_lines(own)]
        return items.exclude(pk__in=under).order_by("position")

    def clean_human_coding_scheme(self) -> str:
        code: str = self.cleaned_data["human_coding_scheme"]
        others = CFItem.every.filter(document=self.instance.document).exclude(pk=self.instance.pk)
        if code and others.filter(human_coding_scheme=code).exists():
            raise forms.ValidationError(_("This framework already has an item with this code."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        both = set(cleaned.get("matches") or ()) & set(cleaned.get("related") or ())
        if both:
            codes = ", ".join(sorted(item.human_coding_scheme for item in both))
            self.add_error("related", _("%(codes)s: choose the same, or close, not both.") % {"codes": codes})
        return cleaned

    def item(self) -> CFItem:
        item = self.instance
        words = [self.cleaned_data[f"level_{number}"] for number in range(1, LEVELS + 1)]
        item.level_descriptions = words if any(words) else []
        return item

    def links(self) -> Links:
        chosen = self.cleaned_data
        return Links(chosen["parent"], chosen["gaps"], chosen["matches"], chosen["related"])


def read_links(item: CFItem) -> dict[str, Any]:
    """What the form shows of an item's associations. One query."""
    links = list(CFAssociation.every.filter(origin=item, document=item.document_id).order_by("position"))
    parents = [link.destination_id for link in links if link.association_type == AssociationType.IS_CHILD_OF]
    related = [link for link in links if link.association_type == AssociationType.IS_RELATED_TO]
    same = [link for link in links if link.association_type == AssociationType.EXACT_MATCH_OF]
    return {
        "parent": parents[-1] if parents else None,
        "gaps": [link.destination_gap_id for link in related if link.destination_gap_id],
        "matches": [link.destination_id for link in same if link.destination_id],
        "related": [link.destination_id for link in related if link.destination_id],
    }


TYPES = CFItemType.values


class FileForm(forms.Form):
    institute = InstituteField()
    file = forms.FileField(label=gettext_lazy("JSON file of a CFPackage (CASE 1.1)"))
    as_copy = forms.BooleanField(
        label=gettext_lazy("Bring it in as a copy, under new identifiers"),
        required=False,
        help_text=gettext_lazy("When the same framework is here already, or to start from it."),
    )

    def __init__(self, *args: Any, institutes: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill_institutes(self, institutes)

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            words = _(
                "The file is larger than %(size)s MB, the most that is read. Split the framework, then try again."
            )
            raise forms.ValidationError(words % {"size": LARGEST // 1_000_000})
        content: bytes = sent.read(LARGEST + 1)
        return content
