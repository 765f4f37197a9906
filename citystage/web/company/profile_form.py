"""The form of a profile: what somebody looks for, where, and how to be told."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.folding import clean
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import districts
from citystage.stages.catalogue.queries import recording
from citystage.stages.matchmaking.states import Telling
from citystage.stages.matchmaking.wishing import Wish

LONGEST: Final = 5_000


class _Some(forms.MultipleChoiceField):
    """Any number of choices, none as well."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(required=False, **settings)


class _Words(forms.CharField):
    """A text without control characters."""

    def to_python(self, value: object) -> str:
        return clean(str(value)) if value else ""


class ProfileForm(forms.Form):
    """A wish as a person says it."""

    use_required_attribute = False

    title = _Words(label=gettext_lazy("Name of the profile"), max_length=120)
    words = _Words(
        label=gettext_lazy("What you look for, in your own words"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    with_capabilities = forms.BooleanField(
        label=gettext_lazy("What we have described as our capabilities counts as well"),
        required=False,
    )
    only_city = forms.BooleanField(label=gettext_lazy("Only in our city"), required=False)
    fields_wanted = _Some(label=gettext_lazy("Fields"))
    chains = _Some(label=gettext_lazy("Industry chains"))
    districts = _Some(label=gettext_lazy("Districts"))
    around = forms.ChoiceField(label=gettext_lazy("Around"), required=False)
    radius_km = forms.IntegerField(
        label=gettext_lazy("Within so many kilometres"),
        min_value=1,
        max_value=20_000,
        required=False,
    )
    least = forms.IntegerField(
        label=gettext_lazy("Tell only from this score on (0 to 100)"),
        min_value=0,
        max_value=100,
        initial=0,
    )
    told = forms.ChoiceField(
        label=gettext_lazy("How to be told of a new fit"),
        choices=Telling.choices,
        initial=Telling.DAILY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, city: Unit | None, **kwargs: Any) -> None:  # noqa: ANN401 -- Django's own settings
        super().__init__(*args, **kwargs)
        self.city = city
        self.places = {one.code: one for one in (districts(city) if city else [])}
        for name, scheme in (("fields_wanted", Scheme.FIELD), ("chains", Scheme.CHAIN)):
            found = recording.terms(city, scheme).order_by("code")
            self._offer(name, [(term.code, term.label) for term in found])
        self._offer("districts", [(code, one.label) for code, one in self.places.items()])
        centred = [one for one in self.places.values() if one.facts.get("centre")]
        self._offer("around", [("", _("anywhere")), *((one.code, one.label) for one in centred)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A distance and the place it is measured from go together."""
        said = super().clean() or self.cleaned_data
        if bool(said.get("around")) != bool(said.get("radius_km")):
            self.add_error("radius_km", _("A distance needs a place, and a place a distance."))
        return said

    def wish(self) -> Wish:
        """What was said."""
        said = self.cleaned_data
        place = self.places.get(said["around"])
        latitude, longitude = place.facts["centre"] if place else (None, None)
        return Wish(
            title=said["title"],
            words=said["words"],
            with_capabilities=said["with_capabilities"],
            city=self.city if said["only_city"] else None,
            fields=tuple(said["fields_wanted"]),
            chains=tuple(said["chains"]),
            districts=tuple(said["districts"]),
            place=place.label if place else "",
            latitude=latitude,
            longitude=longitude,
            radius_km=said["radius_km"] if place else None,
            least=said["least"] or 0,
            told=Telling(said["told"]),
        )


def initial_of(wish: Wish, city: Unit | None) -> dict[str, Any]:
    """A saved wish as the form shows it."""
    near = (wish.latitude, wish.longitude)
    around = [
        one.code
        for one in (districts(city) if city else [])
        if one.facts.get("centre") and tuple(one.facts["centre"]) == near
    ]
    return {
        "title": wish.title,
        "words": wish.words,
        "with_capabilities": wish.with_capabilities,
        "only_city": wish.city is not None,
        "fields_wanted": wish.fields,
        "chains": wish.chains,
        "districts": wish.districts,
        "around": around[0] if around else "",
        "radius_km": wish.radius_km,
        "least": wish.least,
        "told": str(wish.told),
    }
