"""How does a file of an item come back? Only to those who may see the item, and the custom field that holds it, and
never as a page of ours.
"""

from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from segue.core import files
from segue.core.custom_fields import definitions
from segue.core.models import Attachment, Item, User
from segue.web import http

# A browser shows a PDF only in a document that is no sandbox; its viewer is one of its own.
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
VIEWER = "default-src 'none'; frame-ancestors 'none'; object-src 'self'; style-src 'unsafe-inline'"


@require_GET
def show(request: http.Request, pk: int, name: str) -> HttpResponseBase:
    """Open a picture or PDF; anything else is downloaded. The name is only for people to read."""
    attachment = Attachment.objects.select_related("blob", "field").filter(pk=pk).first()
    if attachment is None or not _may_see(attachment, request.user):
        raise Http404
    blob, path = attachment.blob, files.path_of(attachment.blob.sha256)
    if not path.exists():
        raise Http404
    response = FileResponse(
        path.open("rb"),
        content_type=blob.media_type,
        as_attachment=blob.media_type not in files.OPENS_IN_BROWSER,
        filename=attachment.name,
    )
    response["Content-Security-Policy"] = VIEWER if blob.media_type == files.PDF else SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _may_see(attachment: Attachment, reader: User) -> bool:
    field = attachment.field
    if field is not None and not definitions.seen_by(reader, {field.code: field}):
        return False
    return Item.objects.visible_to(reader).filter(pk=attachment.item_id).exists()
