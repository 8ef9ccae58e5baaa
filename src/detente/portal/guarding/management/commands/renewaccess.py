"""Give a person who has lost the password, or the second factor, a new way in."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from detente.portal.guarding.events import tell
from detente.portal.guarding.sessions import end_sessions
from detente.portal.parties.models import User


class Command(BaseCommand):
    """`renewaccess NAME [--factors]`"""

    help = "Print an address, good once and within the hour, at which a person sets a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        """A name, and whether the second factor is lost too."""
        parser.add_argument("name")
        parser.add_argument(
            "--factors", action="store_true", help="Forget the second factor too; the person sets up another."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; the second factor stays what it is unless it is said to be lost."""
        user = User.objects.filter(username=options["name"], is_active=True).first()
        if user is None:
            raise CommandError(
                f"Nobody signs in as {options['name']}. Names are in the list of people of the mediator."
            )
        if options["factors"]:
            Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        tell("renewed access", None, "operator", f"{user.get_username()}{', factors' if options['factors'] else ''}")
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        uid, _, secret = key.partition("-")
        self.stdout.write(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret}))
