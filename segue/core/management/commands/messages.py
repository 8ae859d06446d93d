"""How do texts get into the catalogues? `manage.py messages` collects them, --check only looks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from segue.core import translations


class Command(BaseCommand):
    """Collect the texts of code and templates into segue/locale, and compile them."""

    help = "Collect the texts of code and templates into the catalogues, and compile them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Either look, or compile, or collect and compile."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="fail when a text is missing, empty or fuzzy")
        what.add_argument("--compile", action="store_true", help="only write the compiled catalogues")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked."""
        if options["check"]:
            return self.check_all()
        if not options["compile"]:
            for language in translations.LANGUAGES:
                catalog = translations.update(language)
                missing = sum(1 for text in catalog if text.id and not translations.is_translated(text))
                self.stdout.write(f"{language}: {len(catalog)} texts, {missing} without a translation")
        translations.compile_all()
        return None

    def check_all(self) -> None:
        """Fail with every problem of every language."""
        found = [
            f"{language}: {line}" for language in translations.LANGUAGES for line in translations.problems(language)
        ]
        if found:
            raise CommandError("\n".join([*found, f"{len(found)} texts are not translated well."]))
