"""Every route of the product, on one screen."""

from django.urls import URLPattern, URLResolver, path, register_converter

from segue.core import item_types
from segue.web.components.activities import BY_SLUG
from segue.web.views import (
    activities,
    bin,
    comments,
    components,
    conversions,
    duplicates,
    edit,
    files,
    forgotten,
    form_views,
    help,
    in_place,
    installed,
    invitations,
    items,
    jobs,
    links,
    lists,
    many,
    me,
    merging,
    notices,
    palette,
    parts,
    pins,
    presence,
    prints,
    products,
    search,
    second_factor,
    session,
    single_sign_on,
    stages,
    start,
    tabs,
    view_as,
)
from segue.web.views.security import app, codes, confirm, passkeys, password, places
from segue.web.views.security import overview as security
from segue.web.views.settings import (
    access,
    audit_log,
    base_currency,
    departments,
    fields,
    general,
    leaving,
    numbering,
    options,
    overview,
    people,
    required_fields,
    rows,
    sample,
    sellers,
    shelves,
)
from segue.web.views.settings import form_views as settings_form_views
from segue.web.views.settings import sign_in as sign_in_settings


class Word:
    """A part of an address as it is."""

    def to_python(self, value: str) -> str:
        """Take it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Write it as it is."""
        return value


class Items(Word):
    """The name of an item type in addresses: `deals`."""

    regex = "|".join(item_type.slug for item_type in item_types.all_types())


class Id:
    """The key of a row. More digits than a database can hold are no address of ours, so they answer 404."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Read the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the number."""
        return str(value)


class Tabs(Word):
    """A tab of an item: what is made from it has the name of its type."""

    regex = f"products|timeline|dependencies|history|{Items.regex}"


class Place(Word):
    """A list of the settings: `vat-rates`, `directories/source`, `stages/3`."""

    regex = shelves.PLACES


class Planned(Word):
    """A kind of activity that one can plan or note."""

    regex = "|".join(BY_SLUG)


class Step(Word):
    """Which way a row moves."""

    regex = "|".join(rows.STEPS)


register_converter(Items, "items")
register_converter(Place, "place")
register_converter(Planned, "planned")
register_converter(Step, "step")
register_converter(Id, "id")
register_converter(Tabs, "tabs")

SETTINGS = [
    path("settings/", overview.overview, name="settings"),
    path("settings/general/", general.general, name="settings-general"),
    path("settings/people/", people.index, name="settings-people"),
    path("settings/people/new/", people.invite, name="settings-person-new"),
    path("settings/people/<id:pk>/", people.person, name="settings-person"),
    path("settings/people/<id:pk>/invite/", people.send_again, name="settings-person-invite"),
    path("settings/people/<id:pk>/activate/", people.activate, name="settings-person-activate"),
    path(
        "settings/people/<id:pk>/forget-single-sign-on/",
        people.forget_single_sign_on,
        name="settings-person-forget-sso",
    ),
    path("settings/people/<id:pk>/deactivate/", leaving.deactivate, name="settings-person-deactivate"),
    path("settings/people/<id:pk>/hand-over/", leaving.hand_over, name="settings-person-hand-over"),
    path("settings/handovers/<id:pk>/", leaving.progress, name="settings-handover"),
    path("settings/handovers/<id:pk>/go-on/", leaving.go_on, name="settings-handover-go-on"),
    path("settings/departments/", departments.index, name="settings-departments"),
    path("settings/departments/new/", departments.new, name="settings-department-new"),
    path("settings/departments/<id:pk>/", departments.edit, name="settings-department"),
    path("settings/departments/<id:pk>/delete/", departments.delete, name="settings-department-delete"),
    path("settings/departments/<id:pk>/<step:step>/", departments.move, name="settings-department-move"),
    path("settings/jobs/", jobs.every, name="settings-jobs"),
    path("settings/audit/", audit_log.index, name="settings-audit"),
    path("settings/audit/export/", audit_log.export, name="settings-audit-export"),
    path("settings/my-companies/", sellers.index, name="settings-sellers"),
    path("settings/my-companies/new/", sellers.new, name="settings-seller-new"),
    path("settings/my-companies/<id:pk>/", sellers.edit, name="settings-seller"),
    path("settings/my-companies/<id:pk>/default/", sellers.default, name="settings-seller-default"),
    path("settings/my-companies/<id:pk>/delete/", sellers.delete, name="settings-seller-delete"),
    path("settings/sample-data/", sample.show, name="settings-sample"),
    path("settings/sample-data/load/", sample.load, name="settings-sample-load"),
    path("settings/sample-data/remove/", sample.remove, name="settings-sample-remove"),
    path("settings/sign-in/", sign_in_settings.sign_in, name="settings-sign-in"),
    path("settings/access/", access.index, name="settings-access"),
    path("settings/access/new/", access.new, name="settings-role-new"),
    path("settings/access/compare/", access.compare, name="settings-access-compare"),
    path("settings/access/<id:pk>/", access.role, name="settings-role"),
    path("settings/access/<id:pk>/delete/", access.delete, name="settings-role-delete"),
    path("settings/access/people/<id:pk>/", access.person, name="settings-access-person"),
    path("settings/numbering/", numbering.overview, name="settings-numbering"),
    path("settings/numbering/<items:kind>/", numbering.edit, name="settings-numbering-of"),
    path("settings/currencies/<slug:code>/base/", base_currency.change, name="settings-base"),
    path("settings/custom-fields/", fields.index, name="settings-fields"),
    path("settings/custom-fields/new/", fields.new, name="settings-field-new"),
    path("settings/custom-fields/code/", fields.code, name="settings-field-code"),
    path("settings/custom-fields/<items:kind>/", fields.index, name="settings-fields-of"),
    path("settings/custom-fields/<id:pk>/", fields.edit, name="settings-field"),
    path("settings/custom-fields/<id:pk>/delete/", fields.delete, name="settings-field-delete"),
    path("settings/custom-fields/<id:pk>/<step:step>/", fields.move, name="settings-field-move"),
    path("settings/custom-fields/<id:pk>/options/", options.index, name="settings-options"),
    path("settings/custom-fields/<id:pk>/options/new/", options.new, name="settings-options-new"),
    path("settings/custom-fields/<id:pk>/options/<id:option>/", options.edit, name="settings-option"),
    path("settings/custom-fields/<id:pk>/options/<id:option>/delete/", options.delete, name="settings-option-delete"),
    path("settings/custom-fields/<id:pk>/options/<id:option>/<step:step>/", options.move, name="settings-option-move"),
    path("settings/required-fields/", required_fields.edit, name="settings-required"),
    path("settings/required-fields/<items:kind>/", required_fields.edit, name="settings-required-of"),
    path("settings/form-views/", settings_form_views.index, name="settings-form-views"),
    path("settings/form-views/<id:pk>/delete/", settings_form_views.delete, name="settings-form-view-delete"),
    path("settings/<place:place>/", rows.index, name="settings-rows"),
    path("settings/<place:place>/new/", rows.new, name="settings-row-new"),
    path("settings/<place:place>/<slug:key>/", rows.edit, name="settings-row"),
    path("settings/<place:place>/<slug:key>/delete/", rows.delete, name="settings-row-delete"),
    path("settings/<place:place>/<slug:key>/<step:step>/", rows.move, name="settings-row-move"),
    path("products/", products.index, name="products"),
    path("products/new/", products.new, name="product-new"),
    path("products/<id:pk>/", products.product, name="product"),
    path("products/<id:pk>/activate/", products.activate, {"active": True}, name="product-activate"),
    path("products/<id:pk>/deactivate/", products.activate, {"active": False}, name="product-deactivate"),
    path("products/<id:pk>/delete/", products.delete, name="product-delete"),
]
ACCOUNTS = [
    path("sign-in/", session.sign_in, name="account_login"),  # what django-allauth calls it
    path("sign-in/", session.sign_in, name="sign-in"),
    path("sign-in/second-factor/", second_factor.second_factor, name="mfa_authenticate"),  # as above
    path("sign-in/passkey/", second_factor.passkey, name="passkey"),
    path("sign-in/organisation/", single_sign_on.begin, name="single-sign-on"),
    path("sign-in/organisation/back/", single_sign_on.back, name="single-sign-on-back"),
    path("sign-in/forgotten/", forgotten.forgotten, name="password-forgotten"),
    path("sign-in/new-password/<slug:who>/<slug:token>/", forgotten.link, name="password-link"),
    path("sign-in/new-password/", forgotten.new_password, name="password-new"),
    path("sign-out/", session.sign_out, name="sign-out"),
    path("me/security/", security.overview, name="security"),
    path("me/security/confirm/", confirm.confirm, name="security-confirm"),
    path("me/security/password/", password.password, name="security-password"),
    path("me/security/app/", app.app, name="security-app"),
    path("me/security/app/remove/", app.remove, name="security-app-remove"),
    path("me/security/passkeys/new/", passkeys.new, name="security-passkey-new"),
    path("me/security/passkeys/<id:pk>/", passkeys.rename, name="security-passkey"),
    path("me/security/passkeys/<id:pk>/remove/", passkeys.remove, name="security-passkey-remove"),
    path("me/security/codes/", codes.codes, name="security-codes"),
    path("me/security/codes/file/", codes.as_file, name="security-codes-file"),
    path("me/security/sessions/<id:pk>/end/", places.end, name="security-session-end"),
    path("me/security/sessions/end-others/", places.end_others, name="security-sessions-end"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    # The main job, then lists and items: routes are tried in their order, so first what is asked for most
    path("<items:slug>/<id:pk>/create/<slug:variant>/", conversions.create, name="convert"),
    path("conversions/<id:pk>/undo/", conversions.undo, name="undo"),
    path("<items:slug>/", lists.show, name="list"),
    path("<items:slug>/new/", edit.new, name="new"),
    path("<items:slug>/many/", many.items, name="many"),
    path("<items:slug>/merge/", merging.merge, name="merge"),
    path("<items:slug>/duplicates/", duplicates.index, name="duplicates"),
    path("<items:slug>/duplicates/scan/", duplicates.scan, name="duplicates-scan"),
    path("<items:slug>/duplicates/apart/", duplicates.set_apart, name="duplicates-apart"),
    path("merges/<id:pk>/undo/", merging.undo, name="merge-undo"),
    path("<items:slug>/form/", form_views.arrange, name="arrange"),
    path("<items:slug>/<id:pk>/edit/", edit.edit, name="edit"),
    path("<items:slug>/<id:pk>/edit/<slug:spot>/", in_place.edit, name="field"),
    path("<items:slug>/<id:pk>/", items.show, name="item"),
    path("<items:slug>/<id:pk>/<tabs:tab>/", tabs.show, name="tab"),
    path("<items:slug>/<id:pk>/delete/", items.delete, name="delete"),
    path("<items:slug>/<id:pk>/here/", presence.ask, name="here"),
    path("<items:slug>/<id:pk>/print/", prints.show, name="print"),
    path("<items:slug>/<id:pk>/stage/", stages.move, name="stage"),
    path("<items:slug>/<id:pk>/comments/", comments.add, name="comment"),
    path("<items:slug>/<id:pk>/comments/<id:entry>/delete/", comments.delete, name="comment-delete"),
    path("<items:slug>/<id:pk>/timeline/<id:entry>/pin/", pins.pin, name="pin"),
    path("<items:slug>/<id:pk>/timeline/<id:entry>/unpin/", pins.unpin, name="unpin"),
    path("<items:slug>/<id:pk>/links/", links.edit, name="links"),
    path("<items:slug>/<id:pk>/activities/new/<planned:what>/", activities.new, name="activity-new"),
    path("<items:slug>/<id:pk>/activities/<id:activity>/", activities.edit, name="activity"),
    path("<items:slug>/<id:pk>/activities/<id:activity>/complete/", activities.complete, name="activity-complete"),
    path("<items:slug>/<id:pk>/activities/<id:activity>/postpone/", activities.postpone, name="activity-postpone"),
    path("<items:slug>/<id:pk>/activities/<id:activity>/reopen/", activities.reopen, name="activity-reopen"),
    path("<items:slug>/<id:pk>/activities/<id:activity>/delete/", activities.delete, name="activity-delete"),
    path("files/<id:pk>/<path:name>", files.show, name="file"),
    path("", start.start, name="start"),
    path("first-steps/dismiss/", start.dismiss, name="first-steps-dismiss"),
    *ACCOUNTS,
    path("invitation/", invitations.choose, name="invitation-password"),
    path("invitation/done/", invitations.done, name="invitation-done"),
    path("invitation/<id:pk>/<slug:token>/", invitations.follow, name="invitation"),
    path("view-as/<id:pk>/", view_as.start, name="view-as"),
    path("view-as/end/", view_as.end, name="view-as-end"),
    path("me/", me.here, name="me"),
    path("me/language/", me.language, name="language"),
    path("me/theme/", me.theme, name="theme"),
    path("me/keys/", me.keys, name="keys"),
    path("palette/", palette.show, name="palette"),
    path("search/", search.show, name="search"),
    path("names/", comments.names, name="names"),
    path("me/notices/", notices.choices, name="notice-choices"),
    path("notices/", notices.index, name="notices"),
    path("notices/count/", notices.count, name="notices-count"),
    path("notices/read/", notices.read, name="notices-read"),
    path("notices/<id:pk>/open/", notices.open_one, name="notice"),
    path("help/", help.index, name="help"),
    path("help/<slug:topic>/", help.guide, name="guide"),
    path("jobs/", jobs.index, name="jobs"),
    path("jobs/<id:pk>/", jobs.show, name="job"),
    path("jobs/<id:pk>/cancel/", jobs.cancel, name="job-cancel"),
    path("jobs/<id:pk>/resume/", jobs.resume, name="job-resume"),
    path("jobs/<id:pk>/retry/", jobs.retry, name="job-retry"),
    path("jobs/<id:pk>/undo/", jobs.undo, name="job-undo"),
    path("jobs/<id:pk>/file/", jobs.download, name="job-file"),
    path("bin/", bin.show, name="bin"),
    path("bin/many/", many.deleted, name="bin-many"),
    path("bin/<id:pk>/restore/", bin.restore, name="restore"),
    path("bin/<id:pk>/purge/", bin.purge, name="purge"),
    # Parts of the form: they write nothing
    path("parts/rows/", parts.rows, name="rows-update"),
    path("parts/client/", parts.client, name="client-update"),
    path("parts/client/search/", parts.search_client, name="client-search"),
    path("parts/communications/", parts.communications, name="communications-update"),
    path("parts/observers/", parts.observers, name="observers-update"),
    path("parts/custom/", parts.custom, name="custom-update"),
    path("parts/duplicates/", parts.duplicates, name="duplicates-update"),
    path("parts/custom/<id:pk>/search/", parts.search_items, name="custom-search"),
    path("parts/products/", parts.products, name="product-options"),
    # Settings and the catalogue
    *SETTINGS,
    # What browsers ask for by themselves
    path("manifest.webmanifest", installed.manifest, name="manifest"),
    path("service-worker.js", installed.worker, name="worker"),
    path("offline/", installed.offline, name="offline"),
    path("-/components", components.show, name="components"),
]
