"""What steering puts into the rail, and where its records lead."""

from citystage.web.steering.assessing import navigation as assessing
from citystage.web.steering.figures import navigation as figures
from citystage.web.steering.plan import navigation as plan
from citystage.web.steering.wall import navigation as wall

__all__ = ["assessing", "figures", "plan", "wall"]
