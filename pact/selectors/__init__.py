"""Reading a pact."""

from pact.selectors.acties import changes_since, history_of, list_pacten, themas_with_counts
from pact.selectors.matrix import (
    count_cells,
    count_owned,
    filter_acties,
    first_acties,
    load_acties,
    load_themas,
    next_deadline,
)
from pact.selectors.partners import (
    assignable_partners,
    candidate_partners,
    owners_of,
    partners_of,
)

__all__ = [
    "assignable_partners",
    "candidate_partners",
    "changes_since",
    "count_cells",
    "count_owned",
    "filter_acties",
    "first_acties",
    "history_of",
    "list_pacten",
    "load_acties",
    "load_themas",
    "next_deadline",
    "owners_of",
    "partners_of",
    "themas_with_counts",
]
