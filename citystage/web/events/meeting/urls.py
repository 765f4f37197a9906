"""The addresses of one-to-one days."""

from django.urls import path

from citystage.web.events.meeting import changing, desk, files, lists, own, replanning, speaking

_OF = "manage/<int:pk>/meetings/"
_MY = "places/<int:pk>/"
urlpatterns = [
    path(_OF, desk.meetings, name="meetings"),
    path(f"{_OF}frame/", desk.frame, name="meetings_frame"),
    path(f"{_OF}compute/", desk.compute, name="meetings_compute"),
    path(f"{_OF}propose/", desk.propose, name="meetings_propose"),
    path(f"{_OF}publish/<int:number>/", desk.publish, name="meetings_publish"),
    path(f"{_OF}people/", lists.people, name="meetings_people"),
    path(f"{_OF}people/<int:which>/", speaking.participant, name="meetings_participant"),
    path(f"{_OF}people/<int:which>/times/", speaking.times, name="meetings_times"),
    path(f"{_OF}people/<int:which>/wish/<int:to>/", speaking.wish, name="meetings_wish"),
    path(f"{_OF}unmet/", lists.unmet, name="meetings_unmet"),
    path(f"{_OF}arrange/", changing.arrange, name="meetings_arrange"),
    path(f"{_OF}replan/", replanning.replan, name="meetings_replan"),
    path(f"{_OF}plan.pdf", files.plan_pdf, name="meetings_pdf"),
    path(f"{_OF}people.pdf", files.people_pdf, name="meetings_people_pdf"),
    path(f"{_OF}plan.<slug:kind>", files.plan_file, name="meetings_file"),
    path(f"{_OF}<int:which>/", changing.meeting, name="meeting"),
    path(f"{_OF}<int:which>/pin/", changing.pin, name="meeting_pin"),
    path(f"{_OF}<int:which>/move/", changing.move, name="meeting_move"),
    path(f"{_OF}<int:which>/cancel/", changing.cancel, name="meeting_cancel"),
    path(f"{_MY}wishes/", own.wishes, name="my_wishes"),
    path(f"{_MY}wishes/times/", own.times, name="my_times"),
    path(f"{_MY}wishes/<int:to>/", own.wish, name="my_wish"),
    path(f"{_MY}meetings/", own.meetings, name="my_meetings"),
    path(f"{_MY}meetings.pdf", own.meetings_pdf, name="my_meetings_pdf"),
    path(f"{_MY}meetings.ics", own.meetings_calendar, name="my_meetings_calendar"),
]
