"""The addresses of docking: one list of each of its folders."""

from django.urls import URLPattern

from citystage.web.docking.agreeing.urls import ADDRESSES as AGREEING
from citystage.web.docking.answering.urls import ADDRESSES as ANSWERING
from citystage.web.docking.asking.urls import ADDRESSES as ASKING
from citystage.web.docking.following.urls import ADDRESSES as FOLLOWING
from citystage.web.docking.promising.urls import ADDRESSES as PROMISING

app_name = "docking"
urlpatterns: list[URLPattern] = [
    *ASKING,
    *PROMISING,
    *AGREEING,
    *FOLLOWING,
    *ANSWERING,
]
