"""What the API tells about a casus. No names, no birth dates: codes and dates."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cases.models import Casus
from cases.stand import Duur


class CasusSerializer(serializers.ModelSerializer[Casus]):
    """One casus and where its clocks stand, as last worked out."""

    duur = serializers.SerializerMethodField(help_text="Null where no absence runs.")
    dagen_thuis = serializers.SerializerMethodField(
        help_text="Calendar days at home today; null where no absence runs."
    )
    trede = serializers.SerializerMethodField(
        help_text="The highest rung of the running period; null where there is none."
    )
    gemeente = serializers.CharField(source="gemeente.code", help_text="Code of the gemeente.")
    school = serializers.SerializerMethodField(
        help_text="Code of the school; null where the child is not enrolled."
    )

    class Meta:
        model = Casus
        fields: tuple[str, ...] = (
            "nummer",
            "kenmerk",
            "status",
            "plicht",
            "categorie",
            "duur",
            "verzuim_sinds",
            "dagen_thuis",
            "vier_weken_op",
            "drie_maanden_op",
            "trede",
            "regelset",
            "gemeente",
            "school",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=[d.value for d in Duur], allow_null=True))
    def get_duur(self, casus: Casus) -> str | None:
        """Return the class of duration."""
        return casus.duur or None

    def get_dagen_thuis(self, casus: Casus) -> int | None:
        """Return the days at home today."""
        return casus.dagen_thuis(timezone.localdate())

    def get_trede(self, casus: Casus) -> str | None:
        """Return the rung."""
        return casus.trede or None

    def get_school(self, casus: Casus) -> str | None:
        """Return the code of the school."""
        return casus.school.code if casus.school else None


class CasusDetailSerializer(CasusSerializer):
    """One casus as it stands today, and the explanation of that."""

    peildatum = serializers.SerializerMethodField(help_text="The day the explanation is about.")
    uitleg = serializers.SerializerMethodField(
        help_text="Sentences in Dutch: from which day is counted and why, and what follows."
    )

    class Meta(CasusSerializer.Meta):
        fields = (*CasusSerializer.Meta.fields, "peildatum", "uitleg")
        read_only_fields = fields

    def get_peildatum(self, casus: Casus) -> date:
        """Return the day of the Stand in the context."""
        day: date = self.context["standblad"].peildatum
        return day

    def get_uitleg(self, casus: Casus) -> list[str]:
        """Return the explanation of the Stand in the context, or why there is none."""
        sheet = self.context["standblad"]
        return list(sheet.stand.uitleg) if sheet.stand else [sheet.fout]
