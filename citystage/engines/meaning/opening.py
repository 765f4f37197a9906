"""From what was chosen to a provider; what cannot be had becomes Nothing, and says why."""

from pathlib import Path

from citystage.engines.meaning.asking import Line
from citystage.engines.meaning.choosing import Choice
from citystage.engines.meaning.contract import MeaningUnavailable, Provider
from citystage.engines.meaning.endpoint import Asked, Endpoint
from citystage.engines.meaning.folder import GRAPH
from citystage.engines.meaning.local import Local
from citystage.engines.meaning.nothing import Nothing
from citystage.engines.meaning.spending import Spending


def open_provider(choice: Choice) -> Provider:
    """Quick: a local model is loaded when it is first asked. Raises nothing."""
    try:
        if choice.which == "none":
            return Nothing("left out by choice")
        if choice.which == "openai":
            return _endpoint(choice)
        if choice.which == "local":
            return _built(choice)
        return Local(Path(choice.which), threads=choice.threads)
    except MeaningUnavailable as error:
        return Nothing(str(error))


def _built(choice: Choice) -> Provider:
    if not (choice.built / GRAPH).is_file():
        raise MeaningUnavailable("the local model was not built yet: run `make setup`")
    return Local(choice.built, threads=choice.threads)


def _endpoint(choice: Choice) -> Provider:
    lacking = [word for word in ("address", "model", "dim") if not getattr(choice, word)]
    if lacking:
        raise MeaningUnavailable(f"of the endpoint is not set: {', '.join(lacking)}")
    spending = Spending(
        choice.book, tokens_a_day=choice.tokens_a_day, calls_a_day=choice.calls_a_day
    )
    asked = Asked(choice.model, choice.dim, choice.document_prefix, choice.query_prefix)
    return Endpoint(Line(choice.address, choice.key), asked, spending)
