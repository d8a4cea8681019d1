"""Composed pacten for trying out, one regional and one national. Nobody is meant."""

from pact.demo.maken import create_demo_pact, create_landelijk_demo_pact
from pact.demo.verloop import create_demo_verloop

__all__ = ["create_demo_pact", "create_demo_verloop", "create_landelijk_demo_pact"]
