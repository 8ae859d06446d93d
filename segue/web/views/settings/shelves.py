"""Which lists of rows do the settings hold? One function per list; an address names it."""

from collections.abc import Callable

from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.core import currency_changes, directories, item_types, pipelines
from segue.core.item_types import Text
from segue.core.models import Currency, DirectoryValue, Pipeline, Stage
from segue.crm import taxes
from segue.crm.models import Measure, TaxRate
from segue.web.components import settings as words
from segue.web.components.settings import DIRECTORIES
from segue.web.forms.settings.currency import CurrencyForm
from segue.web.forms.settings.pipeline import DirectoryForm, PipelineForm, StageForm
from segue.web.forms.settings.tax import MeasureForm, TaxRateForm
from segue.web.views.settings.shelf import Shelf

PLACES = "|".join(
    (
        "currencies",
        "vat-rates",
        "measures",
        "pipelines",
        rf"directories/(?:{'|'.join(DIRECTORIES)})",
        r"stages/[1-9]\d{0,17}",
    )
)


def find(place: str) -> Shelf:
    """Return the list an address names, or answer 404."""
    kind, _mark, part = place.partition("/")
    return KINDS[kind](part)


def currencies(_part: str) -> Shelf:
    """The currencies amounts can be in."""
    return Shelf(
        place="currencies",
        title=_("Currencies"),
        text=_("New amounts take the rate of the moment; amounts that exist keep theirs."),
        new_title=_("New currency"),
        rows=lambda: Currency.objects.order_by("sort", "code"),
        blank=Currency,
        form=CurrencyForm,
        describe=words.currency,
        remove=currency_changes.remove,
        move=currency_changes.move,
        row_actions=_base_action,
    )


def vat_rates(_part: str) -> Shelf:
    """The VAT rates of products and rows."""
    return Shelf(
        place="vat-rates",
        title=_("VAT rates"),
        text=_("A row takes the rate of its product and keeps it."),
        new_title=_("New VAT rate"),
        rows=lambda: TaxRate.objects.order_by("sort", "pk"),
        blank=TaxRate,
        form=TaxRateForm,
        describe=words.tax_rate,
        remove=taxes.remove_rate,
        move=taxes.move_rate,
    )


def measures(_part: str) -> Shelf:
    """The units of quantity."""
    return Shelf(
        place="measures",
        title=_("Units"),
        new_title=_("New unit"),
        rows=lambda: Measure.objects.order_by("code"),
        blank=Measure,
        form=MeasureForm,
        describe=words.measure,
        remove=taxes.remove_measure,
    )


def directory(part: str) -> Shelf:
    """The values of one fixed list."""
    code, title = DIRECTORIES[part]
    return Shelf(
        place=f"directories/{part}",
        title=title,
        new_title=_("New value"),
        rows=lambda: directories.values(code),
        blank=lambda: DirectoryValue(directory=code),
        form=DirectoryForm,
        describe=words.directory_value,
        remove=directories.remove,
        move=directories.move,
        tabs=tuple((label, f"directories/{slug}") for slug, (_code, label) in DIRECTORIES.items()),
    )


def deal_pipelines(_part: str) -> Shelf:
    """The pipelines of deals; those of leads, estimates and invoices are one each, and only their stages change."""
    others = Pipeline.objects.exclude(item_type="deal").order_by("pk")
    return Shelf(
        place="pipelines",
        title=_("Pipelines and stages"),
        text=_("A new pipeline starts with a copy of the stages of General."),
        new_title=_("New pipeline"),
        rows=lambda: Pipeline.objects.filter(item_type="deal").annotate(held=Count("items")).order_by("sort", "pk"),
        blank=lambda: Pipeline(item_type="deal"),
        form=PipelineForm,
        describe=words.pipeline,
        remove=pipelines.remove,
        move=pipelines.move,
        open_row=_stages_href,
        more=words.stages_links([(item_types.get(each.item_type), _stages_href(each)) for each in others]),
    )


def stages(part: str) -> Shelf:
    """The stages of one pipeline."""
    pipeline = Pipeline.objects.filter(pk=part).first()
    if pipeline is None:
        raise Http404
    own = pipeline.item_type == "deal"
    rename = reverse("settings-row", args=["pipelines", str(pipeline.pk)])
    return Shelf(
        place=f"stages/{part}",
        title=pipeline.label,
        text=_("Items begin in the first stage and end in a success or a failure."),
        new_title=_("New stage"),
        rows=lambda: pipeline.stages.annotate(held=Count("items")).order_by("sort", "pk"),
        blank=lambda: Stage(pipeline=pipeline),
        form=StageForm,
        describe=words.stage,
        remove=pipelines.remove_stage,
        move=pipelines.move_stage,
        alike=lambda stage, other: stage.semantics == other.semantics,
        above=((_("Pipelines and stages"), "pipelines"),),
        actions=((pgettext_lazy("button", "Rename"), rename),) if own else (),
    )


def _base_action(currency: Currency) -> tuple[tuple[Text, str], ...]:
    if currency.is_base:
        return ()
    return ((_("Make this the base currency"), reverse("settings-base", args=[currency.pk])),)


def _stages_href(pipeline: Pipeline) -> str:
    return reverse("settings-rows", args=[f"stages/{pipeline.pk}"])


KINDS: dict[str, Callable[[str], Shelf]] = {
    "currencies": currencies,
    "vat-rates": vat_rates,
    "measures": measures,
    "pipelines": deal_pipelines,
    "directories": directory,
    "stages": stages,
}
