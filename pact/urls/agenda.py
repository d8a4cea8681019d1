"""Reading an agenda in and giving it back."""

from django.urls import URLPattern, path

from pact.views import agenda

urlpatterns: list[URLPattern] = [
    path("<slug:code>/agenda/", agenda.agenda, name="agenda"),
    path("<slug:code>/agenda/voorbeeld/", agenda.voorbeeld, name="agenda_voorbeeld"),
    path("<slug:code>/agenda/inlezen/", agenda.inlezen, name="agenda_inlezen"),
    path("<slug:code>/agenda/periode/<int:nr>/", agenda.periode, name="agenda_periode"),
    path("<slug:code>/agenda/partijen/<int:nr>/", agenda.partijen, name="agenda_partijen"),
    *(
        path(
            f"<slug:code>/agenda/export.{soort}",
            agenda.export,
            {"soort": soort},
            name=f"agenda_{soort}",
        )
        for soort in ("csv", "xlsx", "docx")
    ),
]
