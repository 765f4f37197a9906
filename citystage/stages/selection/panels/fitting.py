"""How well each expert fits each candidacy: by what both say, and by field and chain."""

from collections.abc import Sequence

from citystage.engines.assignment.problem import Affinity
from citystage.engines.expertise.fitting import fit
from citystage.engines.expertise.records import CaseText, ExpertText
from citystage.stages.selection.models import Candidacy, Expert


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
    found = fit([case_text(one) for one in candidacies], [expert_text(one) for one in experts])
    return Affinity.sparse(
        found.rows, found.cols, found.values, cases=len(candidacies), experts=len(experts)
    )


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
