"""The library of methods, without its drawings: loaded once, where the server starts.

Its methods need pandas, so they cannot be loaded alone; its drawings, which nothing here uses,
would bring matplotlib and the search for fonts with it.
"""

import sys
from types import ModuleType
from typing import Any, Final

_DRAWINGS: Final = "pymcdm.visuals"


def library() -> Any:  # noqa: ANN401 -- a module without types
    """The library. The first call of a process takes the time of its loading."""
    if "pymcdm" not in sys.modules:
        sys.modules.setdefault(_DRAWINGS, ModuleType(_DRAWINGS))
    import pymcdm  # noqa: PLC0415 -- commands that rank nothing do not wait for it

    return pymcdm
