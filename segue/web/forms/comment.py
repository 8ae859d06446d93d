"""What does somebody put on a timeline: words, files, or both?"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from segue.core import attached, comments, permissions
from segue.core.models import Item
from segue.core.parts import File
from segue.web import http
from segue.web.forms import files, refusals

SEEN = ("text", "files")  # what is wrong with these is said beside them


class CommentForm:
    """A comment as it was sent. Files are kept as soon as they have come, so that none is lost if it is refused."""

    def __init__(self, request: http.Request, item: Item) -> None:
        self.actor = request.user
        if request.FILES:
            permissions.require(self.actor, "edit", item)  # before anything is kept
        self.text = request.POST.get("text", "")
        self.errors: list[str] = []
        self.uploaded = [
            (token, *file)
            for token in request.POST.getlist("uploaded_files")
            if (file := files.read(token, self.actor)) is not None
        ]
        for each in request.FILES.getlist("files"):
            try:
                self.uploaded.append(files.keep(each, self.actor))
            except ValidationError as refused:
                self.errors += refused.messages

    def save(self, item: Item) -> bool:
        """Store words and files together, or nothing, with the reasons in `errors`. Raises Forbidden."""
        if self.errors:
            return False
        try:
            with transaction.atomic():
                if self.uploaded:
                    now = timezone.now()
                    new = [File(blob, name, self.actor.pk, now) for _token, blob, name in self.uploaded]
                    attached.add(item, new, actor=self.actor)
                if self.text.strip() or not self.uploaded:
                    comments.add(item, self.text, actor=self.actor)
        except ValidationError as refused:
            self.errors += refusals.worded(refused, item.type, SEEN)
        return not self.errors

    @property
    def typed(self) -> dict[str, object]:
        """Return what c-comment-form shows of it."""
        uploaded = [{"token": token, "name": name} for token, _blob, name in self.uploaded]
        return {"value": self.text, "error": " ".join(self.errors), "uploaded": uploaded}
