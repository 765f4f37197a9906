from django.urls import path

from citystage.web.company import (
    beginning,
    calling,
    capabilities,
    comparing,
    editing,
    need,
    needs,
    registering,
    submitting,
)

app_name = "company"
urlpatterns = [
    path("capabilities/", capabilities.capabilities, name="capabilities"),
    path("capabilities/new/", capabilities.new, name="new_capability"),
    path("capabilities/<int:pk>/", capabilities.capability, name="capability"),
    path("capabilities/<int:pk>/edit/", capabilities.edit, name="edit_capability"),
    path("capabilities/<int:pk>/public/", capabilities.publicity, name="capability_publicity"),
    path("file/", needs.needs, name="needs"),
    path("file/calls/", calling.calls, name="calls"),
    path("file/calls/<int:pk>/", beginning.begin, name="begin"),
    path("file/calls/<int:pk>/shape/", beginning.shape, name="begin_shape"),
    path("file/<int:pk>/", need.need, name="need"),
    path("file/<int:pk>/edit/", editing.edit, name="edit"),
    path("file/<int:pk>/edit/shape/", editing.shape, name="edit_shape"),
    path("file/<int:pk>/edit/autosave/", editing.autosave, name="autosave"),
    path("file/<int:pk>/submit/", submitting.submit, name="submit"),
    path("file/<int:pk>/withdraw/", need.take_back, name="withdraw"),
    path("file/<int:pk>/restore/", need.restore_draft, name="restore"),
    path("file/<int:pk>/editors/", need.invite, name="invite"),
    path("file/<int:pk>/editors/<int:editor>/remove/", need.remove, name="remove_editor"),
    path("file/<int:pk>/files/<int:number>/", need.attachment, name="attachment"),
    path("file/<int:pk>/revisions/", comparing.revisions, name="revisions"),
    path("registering/", registering.registering, name="registering"),
    path("registering/<int:pk>/", registering.registration, name="registration"),
    path("registering/<int:pk>/withdraw/", registering.take_back, name="registration-withdraw"),
]
