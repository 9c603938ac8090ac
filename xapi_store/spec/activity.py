"""Activity and its definition (Data 2.4.4.1)."""

from typing import Literal

from xapi_store.spec.extensions import Extensions, check_extensions
from xapi_store.spec.interaction import InteractionComponent, InteractionType, check_components
from xapi_store.spec.iri import check_iri
from xapi_store.spec.language_map import LanguageMap, check_language_map
from xapi_store.spec.refusal import refuse
from xapi_store.spec.word import UNSET, UnsetType, Word


class ActivityDefinition(Word, frozen=True):
    name: LanguageMap | UnsetType = UNSET
    description: LanguageMap | UnsetType = UNSET
    type: str | UnsetType = UNSET
    more_info: str | UnsetType = UNSET
    extensions: Extensions | UnsetType = UNSET
    interaction_type: InteractionType | UnsetType = UNSET
    correct_responses_pattern: list[str] | UnsetType = UNSET
    choices: list[InteractionComponent] | UnsetType = UNSET
    scale: list[InteractionComponent] | UnsetType = UNSET
    source: list[InteractionComponent] | UnsetType = UNSET
    target: list[InteractionComponent] | UnsetType = UNSET
    steps: list[InteractionComponent] | UnsetType = UNSET

    def __post_init__(self) -> None:
        if self.name is not UNSET:
            check_language_map(self.name, ".name")
        if self.description is not UNSET:
            check_language_map(self.description, ".description")
        if self.type is not UNSET:
            check_iri(self.type, ".type", "XAPI-00060")
        if self.more_info is not UNSET:
            check_iri(self.more_info, ".moreInfo", "XAPI-00061")
        if self.extensions is not UNSET:
            check_extensions(self.extensions)
        self._check_interaction()

    def _check_interaction(self) -> None:
        if self.correct_responses_pattern is not UNSET and self.interaction_type is UNSET:
            refuse("needs an interactionType", "XAPI-00049", ".correctResponsesPattern")
        lists = {"choices": self.choices, "scale": self.scale, "source": self.source}
        check_components(self.interaction_type, {**lists, "target": self.target, "steps": self.steps})


class Activity(Word, frozen=True):
    id: str
    object_type: Literal["Activity"] | UnsetType = UNSET
    definition: ActivityDefinition | UnsetType = UNSET

    def __post_init__(self) -> None:
        check_iri(self.id, ".id", "XAPI-00047")
