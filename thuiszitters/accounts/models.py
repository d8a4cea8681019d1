"""Organisations, the people in them and the roles they hold there."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Lower
from guardian.models import GroupObjectPermissionBase

from thuiszitters.accounts.rollen import ROLLEN, Recht, Rol, Soort
from thuiszitters.kalender import Regio

REGIO_KEUZES = [(r.value, r.value.capitalize()) for r in Regio]


class Mailvoorkeur(models.TextChoices):
    """When somebody wants the mails that can wait: those of preventie and stimuleren."""

    METEEN = "meteen", "meteen, per signaal"
    DAGELIJKS = "dagelijks", "één keer per dag, in één overzicht"


class UserManager(BaseUserManager["User"]):
    """Makes users, who are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Return a new, saved user; without a password the user cannot log in yet."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Return a new user with the technical superuser mark. It opens no casus."""
        return self.create_user(email, password, is_superuser=True, **extra)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the user with this address, whatever its case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who works with the system. What they may do follows from their memberships."""

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField("naam", max_length=150)
    is_active = models.BooleanField("mag inloggen", default=True)
    aangemaakt_op = models.DateTimeField("aangemaakt op", auto_now_add=True)
    mailvoorkeur = models.CharField(
        "e-mail over signalen",
        max_length=10,
        choices=Mailvoorkeur.choices,
        default=Mailvoorkeur.METEEN,
    )
    """Holds for preventie and stimuleren; signaleren and aanspreken are always sent at once."""
    storingsoverzicht = models.BooleanField("dagelijks overzicht van storingen", default=True)
    """Whether a beheerder gets the daily mail about what went wrong."""
    onbestelbaar_op = models.DateTimeField("e-mail komt niet aan sinds", null=True, blank=True)
    onbestelbaar_reden = models.CharField("waarom niet", max_length=200, blank=True)
    adres_sinds = models.DateTimeField("adres goed sinds", null=True, blank=True)
    """When the address was last corrected: mail of before that came back from another one."""

    acting_as: Lidmaatschap | None = None
    """The membership chosen in this request; it only ever narrows what the user may see."""

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["naam"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_any_case")]
        indexes = [
            models.Index(
                fields=["onbestelbaar_op"],
                name="user_onbestelbaar",
                condition=Q(onbestelbaar_op__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.naam or self.email

    def get_short_name(self) -> str:
        """Return the name as it stands on screen."""
        return str(self)

    @property
    def is_bereikbaar(self) -> bool:
        """Whether a mail can be sent to them: they may log in and it would arrive."""
        return self.is_active and bool(self.email) and self.onbestelbaar_op is None


class Organisatie(models.Model):
    """An organisation, known by its official code within its kind."""

    naam = models.CharField("naam", max_length=200)
    soort = models.CharField("soort", max_length=30, choices=Soort.choices)
    code = models.CharField(
        "code",
        max_length=20,
        help_text="De officiële code: SWV-nummer, BRIN, bestuursnummer of gemeentecode.",
    )
    vakantieregio = models.CharField(
        "vakantieregio", max_length=10, choices=REGIO_KEUZES, blank=True, default=""
    )
    bestuur = models.ForeignKey(
        "self",
        verbose_name="schoolbestuur",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scholen",
        limit_choices_to={"soort": Soort.SCHOOLBESTUUR},
    )
    werkgebied: models.ManyToManyField[Organisatie, Werkgebied] = models.ManyToManyField(
        "self", symmetrical=False, through="Werkgebied", related_name="in_werkgebied_van"
    )
    actief = models.BooleanField("actief", default=True)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]
        permissions = [(recht.value, str(recht.label)) for recht in Recht]
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "code"],
                name="organisatie_code_once",
                violation_error_message="Er is al een organisatie van deze soort met deze code.",
            ),
            models.CheckConstraint(
                condition=~Q(soort=Soort.SCHOOL) | ~Q(vakantieregio=""),
                name="school_has_vakantieregio",
                violation_error_message="Kies de vakantieregio van de school.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class Werkgebied(models.Model):
    """A gemeente or school that lies in the area of a samenwerkingsverband."""

    swv = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="gebiedsdelen")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "deel van het werkgebied"
        verbose_name_plural = "werkgebied"
        constraints = [
            models.UniqueConstraint(fields=["swv", "organisatie"], name="werkgebied_once")
        ]

    def __str__(self) -> str:
        return f"{self.swv} - {self.organisatie}"


class RolGroep(models.Model):
    """The group that carries the rights of one role at one organisation."""

    organisatie = models.ForeignKey(Organisatie, on_delete=models.CASCADE, related_name="groepen")
    rol = models.CharField("rol", max_length=30, choices=Rol.choices)
    groep = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="rolgroep")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisatie", "rol"], name="rolgroep_once")]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.get_rol_display()}"


class OrganisatieGroupObjectPermission(GroupObjectPermissionBase):
    """Guardian's direct table: which group holds which right on which organisation."""

    content_object = models.ForeignKey(Organisatie, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class LidmaatschapQuerySet(models.QuerySet["Lidmaatschap"]):
    """Memberships, by the day they hold."""

    def held_on(self, peildatum: date) -> LidmaatschapQuerySet:
        """Return the memberships that hold on this day, also of people who may not log in."""
        return self.filter(
            Q(tot__isnull=True) | Q(tot__gt=peildatum),
            van__lte=peildatum,
            organisatie__actief=True,
        )

    def active_on(self, peildatum: date) -> LidmaatschapQuerySet:
        """Return the memberships that hold on this day, of people who may log in."""
        return self.held_on(peildatum).filter(user__is_active=True)


class Lidmaatschap(models.Model):
    """A person has a role in an organisation, from a day until (not including) a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="lidmaatschappen")
    organisatie = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, related_name="lidmaatschappen"
    )
    rol = models.CharField("rol", max_length=30, choices=Rol.choices)
    van = models.DateField("van")
    tot = models.DateField("tot", null=True, blank=True)

    objects = LidmaatschapQuerySet.as_manager()

    class Meta:
        verbose_name = "lidmaatschap"
        verbose_name_plural = "lidmaatschappen"
        ordering = ["organisatie__naam", "rol"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gt=F("van")),
                name="lidmaatschap_van_before_tot",
                violation_error_message="De einddatum moet na de begindatum liggen.",
            ),
            ExclusionConstraint(
                name="lidmaatschap_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisatie", RangeOperators.EQUAL),
                    ("rol", RangeOperators.EQUAL),
                    (
                        Func(F("van"), F("tot"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Deze persoon heeft deze rol hier al in die periode.",
            ),
        ]
        indexes = [models.Index(fields=["organisatie", "rol"], name="lidmaatschap_by_role")]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} bij {self.organisatie}"

    def clean(self) -> None:
        """Refuse a role that cannot exist in this kind of organisation."""
        if self.rol and self.organisatie_id:
            soorten = ROLLEN[Rol(self.rol)].soorten
            if self.organisatie.soort not in soorten:
                raise ValidationError(
                    {
                        "rol": f"Een {self.get_rol_display()} kan niet bij een "
                        f"{self.organisatie.get_soort_display()} horen."
                    }
                )


class VervangingQuerySet(models.QuerySet["Vervanging"]):
    """Replacements, by the day they hold."""

    def covering(self, peildatum: date) -> VervangingQuerySet:
        """Return the replacements that hold on this day."""
        return self.filter(van__lte=peildatum, tot__gt=peildatum)

    def not_over(self, peildatum: date) -> VervangingQuerySet:
        """Return the replacements that hold on this day or begin later."""
        return self.filter(tot__gt=peildatum)


class Vervanging(models.Model):
    """Somebody is away from an organisation from a day until (not including) a day.

    What would be asked of them there is asked of the vervanger, on their behalf.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="vervangingen", verbose_name="wie afwezig is"
    )
    vervanger = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="vervangt", verbose_name="vervanger"
    )
    organisatie = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, related_name="vervangingen"
    )
    van = models.DateField("eerste dag afwezig")
    tot = models.DateField("eerste dag terug")

    objects = VervangingQuerySet.as_manager()

    class Meta:
        verbose_name = "vervanging"
        verbose_name_plural = "vervangingen"
        ordering = ["van", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__gt=F("van")),
                name="vervanging_van_before_tot",
                violation_error_message="De eerste dag terug moet na de eerste dag afwezig liggen.",
            ),
            models.CheckConstraint(
                condition=~Q(vervanger=F("user")),
                name="vervanging_by_another",
                violation_error_message="Kies een ander: niemand vervangt zichzelf.",
            ),
            ExclusionConstraint(
                name="vervanging_once",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("organisatie", RangeOperators.EQUAL),
                    (
                        Func(F("van"), F("tot"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="In die periode is er hier al een vervanger.",
            ),
        ]
        indexes = [models.Index(fields=["organisatie", "tot"], name="vervanging_by_place")]

    def __str__(self) -> str:
        return f"{self.vervanger} vervangt {self.user} bij {self.organisatie}"
