"""Moving actions through the matrix, and taking the matrix along."""

from django.urls import path

from pact.views import matrixbestand, verplaatsen

urlpatterns = [
    path("<slug:code>/matrix.xlsx", matrixbestand.matrix_xlsx, name="matrix_xlsx"),
    path("<slug:code>/matrix.pdf", matrixbestand.matrix_pdf, name="matrix_pdf"),
    path("<slug:code>/acties/<int:nr>/verplaatsen/", verplaatsen.verplaatsen, name="verplaatsen"),
    path("<slug:code>/acties/<int:nr>/terugzetten/", verplaatsen.terugzetten, name="terugzetten"),
]
