"""The public bar and the footer: only what exists."""

from django.utils.translation import gettext_lazy as _

from citystage.web.shell.navigation import ABOUT, DATA, PUBLIC, Entry

for _entry in (
    Entry(name="scenarios", label=_("Scenario opportunities"), view="public:scenarios", order=10),
    # Beyond the five that are shown; the foot of every page leads there too.
    Entry(name="lists", label=_("Released lists"), view="public:lists", order=45),
    Entry(name="capabilities", label=_("Capabilities"), view="public:capabilities", order=30),
    Entry(name="labs", label=_("Labs"), view="public:labs", order=35),
    Entry(name="organisations", label=_("Organisations"), view="public:organisations", order=40),
):
    PUBLIC.add(_entry)

DATA.add(
    Entry(name="organisations", label=_("Organisations"), view="public:organisations", order=5)
)
DATA.add(Entry(name="lists", label=_("Released lists"), view="public:lists", order=3))
DATA.add(Entry(name="data", label=_("Open data"), view="public:data", order=10))
DATA.add(Entry(name="verify", label=_("Verify"), view="public:verify", order=20))
DATA.add(Entry(name="notices", label=_("Public notices"), view="public:notices", order=12))
DATA.add(Entry(name="objections", label=_("My objection"), view="public:objections", order=14))
DATA.add(Entry(name="feed", label=_("Feed of new scenarios"), view="public:feed", order=30))
ABOUT.add(Entry(name="accessibility", label=_("Accessibility"), view="public:accessibility"))
