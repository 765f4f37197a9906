"""The addresses of steering: one list of each of its folders."""

from django.urls import URLPattern

from citystage.web.steering.assessing.urls import ADDRESSES as ASSESSING
from citystage.web.steering.duties.urls import ADDRESSES as DUTIES
from citystage.web.steering.figures.urls import ADDRESSES as FIGURES
from citystage.web.steering.plan.urls import ADDRESSES as PLAN
from citystage.web.steering.reported.urls import ADDRESSES as REPORTED
from citystage.web.steering.wall.urls import ADDRESSES as WALL

app_name = "steering"
urlpatterns: list[URLPattern] = [
    *WALL,
    *PLAN,
    *REPORTED,
    *DUTIES,
    *FIGURES,
    *ASSESSING,
]
