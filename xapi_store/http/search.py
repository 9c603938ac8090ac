"""The parameters of a GET of statements, read into a search (Communication 2.1.3)."""

from typing import Final

from xapi_store.configuration import configuration
from xapi_store.http.parameters import Parameters
from xapi_store.keys import key_of, registration_key, related
from xapi_store.models import Authority
from xapi_store.searching import Search
from xapi_store.sid import PLACES, first_at

PARAMETERS: Final = (
    "statementId", "voidedStatementId", "agent", "verb", "activity", "registration", "related_activities",
    "related_agents", "since", "until", "limit", "format", "attachments", "ascending", "cursor",
)  # fmt: skip


def page_size(parameters: Parameters) -> int:
    """0 asks for as many as the store will give."""
    most = configuration().max_page
    return min(parameters.number("limit") or most, most)


def read_search(parameters: Parameters, written_by: int | None, after: int | None) -> Search:
    """`written_by`: only what this authority wrote; `after`: the sid from which an earlier page goes on."""
    related_agents = parameters.flag("related_agents")
    agent = parameters.actor_key("agent") if parameters.has("agent") else None
    above, below = _bounds(parameters)
    ascending = parameters.flag("ascending")
    if after is not None:
        above, below = (max(above, after), below) if ascending else (above, min(below, after))
    registration = parameters.uuid("registration")
    return Search(
        agent=agent,
        related_agents=related_agents,
        agent_authorities=_authorities(agent) if related_agents and agent is not None else (),
        activity=key_of("activity", parameters.iri("activity")) if parameters.has("activity") else None,
        related_activities=parameters.flag("related_activities"),
        verb=key_of("verb", parameters.iri("verb")) if parameters.has("verb") else None,
        registration=None if registration is None else registration_key(registration),
        written_by=written_by,
        above=above,
        below=below,
        ascending=ascending,
    )


def _authorities(agent: int) -> tuple[int, ...]:
    return tuple(Authority.objects.filter(key=related(agent)).order_by("id").values_list("id", flat=True))


def _bounds(parameters: Parameters) -> tuple[int, int]:
    """since is exclusive, until inclusive; both to the microsecond, whatever the place in a batch."""
    since, until = parameters.moment("since"), parameters.moment("until")
    above = 0 if since is None else max(0, first_at(since) + PLACES - 1)
    below = 2**63 - 1 if until is None else first_at(until) + PLACES
    return min(above, 2**63 - 1), min(max(below, 0), 2**63 - 1)
