"""Statements as a house of 5,000 learners would say them: 1.1 KB on average, the same at each run.

What they say is drawn from 20,000 statements made once; the id makes each a statement of its own.
"""

import random
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Final
from uuid import UUID

HOME: Final = "https://apprendre.example/xapi"
LEARNERS: Final = 5_000
ACTIVITIES: Final = 200
VERBS: Final = (
    "launched", "initialized", "experienced", "progressed", "answered", "completed",
    "passed", "failed", "suspended", "resumed", "terminated", "commented",
)  # fmt: skip
_DRAWN: Final = 20_000
_REFERRING_BEHIND: Final = 20_000  # far enough behind for the other to be stored already
_WORDS: Final = (
    "la personne ne retrouve pas le mot de passe de sa messagerie",
    "je propose de relire ensemble le courrier avant d'ouvrir le site",
    "il faudrait d'abord vérifier que l'adresse est bien celle de la caisse",
    "un second rendez-vous pour refaire la démarche sans moi à côté",
    "on note le numéro, les horaires, et ce qu'il faut avoir sous les yeux",
    "le formulaire s'est refermé deux fois, la troisième a été la bonne",
)


def id_of(number: int) -> UUID:
    """The id of the statement of this number, as if it were drawn at random."""
    return UUID(bytes=blake2b(b"%d" % number, digest_size=16).digest(), version=4)


def tell(numbers: Iterable[int], *, referring: bool = True) -> Iterator[bytes]:
    """The JSON of these statements. `referring`: one in a hundred refers to an earlier one."""
    tails, references = _tails(), _references()
    for number in numbers:
        tail = tails[number % _DRAWN]
        if referring and number % 100 == 0 and number >= _REFERRING_BEHIND:
            tail = references[number // 100 % len(references)] % str(id_of(number - _REFERRING_BEHIND)).encode()
        yield b'{"id":"%b",%b' % (str(id_of(number)).encode(), tail)


def agent(learner: int) -> str:
    """JSON."""
    return f'{{"objectType":"Agent","account":{{"homePage":"{HOME}","name":"p-{learner * 7919 % 999983:06x}"}}}}'


def activity(number: int) -> str:
    """An IRI."""
    return f"{module(number)}/step-{number:03d}"


def module(number: int) -> str:
    return f"{HOME}/activities/module-{number % 20:02d}"


def verb(number: int) -> str:
    return f"http://adlnet.gov/expapi/verbs/{VERBS[number % len(VERBS)]}"


def registration(learner: int) -> str:
    return str(UUID(bytes=blake2b(b"registration %d" % learner, digest_size=16).digest(), version=4))


@lru_cache(maxsize=1)
def _tails() -> list[bytes]:
    """Statements without their id."""
    chance = random.Random("tails")
    return [_draw(chance, None).encode() for _ in range(_DRAWN)]


@lru_cache(maxsize=1)
def _references() -> list[bytes]:
    chance = random.Random("references")
    return [_draw(chance, '{"objectType":"StatementRef","id":"%b"}').encode() for _ in range(200)]


def _draw(chance: random.Random, target: str | None) -> str:
    learner, step = chance.randrange(LEARNERS), int(ACTIVITIES * chance.random() ** 1.5)
    instant = f"2026-{chance.randrange(1, 12):02d}-{chance.randrange(1, 28):02d}T{chance.randrange(24):02d}:"
    instant += f"{chance.randrange(60):02d}:{chance.randrange(60):02d}.{chance.randrange(1000):03d}Z"
    return (
        f'"actor":{_actor(learner, chance)},"verb":{_verb(chance)},"object":{target or _target(step, chance)},'
        f'"result":{_result(chance)},"context":{_context(learner, step)},"timestamp":"{instant}"}}'
    )


def _actor(learner: int, chance: random.Random) -> str:
    if chance.random() > 0.02:
        return agent(learner)
    members = ",".join(agent(chance.randrange(LEARNERS)) for _ in range(3))
    return f'{{"objectType":"Group","name":"groupe","member":[{members}]}}'


def _verb(chance: random.Random) -> str:
    number = int(len(VERBS) * chance.random() ** 1.3)
    return f'{{"id":"{verb(number)}","display":{{"en":"{VERBS[number]}"}}}}'


def _target(step: int, chance: random.Random) -> str:
    whole = (
        f'{{"objectType":"Activity","id":"{activity(step)}","definition":{{"name":{{"fr":"Étape {step}"}},'
        f'"type":"http://adlnet.gov/expapi/activities/interaction"}}}}'
    )
    if chance.random() > 0.01:
        return whole
    return f'{{"objectType":"SubStatement","actor":{agent(step)},"verb":{_verb(chance)},"object":{whole}}}'


def _result(chance: random.Random) -> str:
    scaled = chance.randrange(101) / 100
    words = f"{chance.randrange(1000)} {_WORDS[chance.randrange(len(_WORDS))]}"
    return (
        f'{{"score":{{"scaled":{scaled},"raw":{scaled * 20:g}}},"success":{_boolean(scaled > 0.5)},'
        f'"completion":{_boolean(chance.random() > 0.3)},"response":"{words}",'
        f'"duration":"PT{chance.randrange(1, 1200)}.{chance.randrange(100):02d}S"}}'
    )


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _context(learner: int, step: int) -> str:
    session = f"{HOME}/activities/session-{learner % 40:02d}"
    return (
        f'{{"registration":"{registration(learner)}","language":"fr-FR","contextActivities":{{'
        f'"parent":[{{"id":"{module(step)}"}}],"grouping":[{{"id":"{session}"}}],'
        f'"category":[{{"id":"{HOME}/profile/v1"}}]}},"extensions":{{"{HOME}/extensions/edition":"{step % 7}"}}}}'
    )
