"""How well each expert fits each candidacy: by what both say, and by field and chain."""

from collections.abc import Sequence

from citystage.engines.assignment.problem import Affinity
from dataclasses import dataclass
from citystage.engines.text.tokens import index_tokens
from citystage.stages.selection.models import Candidacy, Expert


@dataclass
class CaseText:
    text: str
    terms: frozenset[str]


@dataclass
class ExpertText:
    texts: tuple[str, ...]
    terms: frozenset[str]


def case_text(candidacy: Candidacy) -> CaseText:
    """What an application says of itself: its title and every text among its answers."""
    application = candidacy.application
    said = [application.title, *(_texts(application.answers))]
    terms = [candidacy.field, *_codes(application.answers.get("field"))]
    terms += _codes(application.answers.get("chain"))
    return CaseText(text="\n".join(said), terms=frozenset(one for one in terms if one))


def expert_text(expert: Expert) -> ExpertText:
    """What an expert's entry says they know."""
    said = (expert.expertise, expert.job_title)
    return ExpertText(
        texts=tuple(one for one in said if one), terms=frozenset([*expert.fields, *expert.chains])
    )


def fits(candidacies: Sequence[Candidacy], experts: Sequence[Expert]) -> Affinity:
    """Fit of every pair, 0 to 1; what is not found is 0 and still allowed."""
    table = [[_fit(case_text(one), expert_text(two)) for two in experts] for one in candidacies]
    return Affinity.dense(table)


def _fit(case: CaseText, expert: ExpertText) -> float:
    words = set(index_tokens(case.text)) & set(index_tokens(" ".join(expert.texts)))
    return min(1.0, 0.4 * bool(case.terms & expert.terms) + 0.05 * len(words))


def _texts(answers: dict[str, object]) -> list[str]:
    # Contacts say nothing of what a project is about.
    return [
        answer
        for key, answer in answers.items()
        if isinstance(answer, str) and "contact" not in key and len(answer) > 1
    ]


def _codes(answer: object) -> list[str]:
    if isinstance(answer, list):
        return [str(one) for one in answer]
    return [str(answer)] if answer else []
