from django.urls import path

from citystage.web.work import colleagues, home, invitations, me, votes

app_name = "work"
urlpatterns = [
    path("work/", home.home, name="home"),
    path("work/votes/<int:pk>/", votes.vote, name="vote"),
    path("work/votes/<int:pk>/<int:item_id>/", votes.cast, name="cast"),
    path("work/colleagues/", colleagues.colleagues, name="colleagues"),
    path("invitation/<str:token>/", invitations.by_link, name="invitation"),
    path("invitations/<int:pk>/", invitations.mine, name="my-invitation"),
    path("me/", me.me, name="me"),
]
