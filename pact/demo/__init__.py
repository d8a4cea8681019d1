"""Composed pacten for trying out, one regional and one national. Nobody is meant."""

from pact.demo.maken import create_demo_pact, create_landelijk_demo_pact

__all__ = ["create_demo_pact", "create_landelijk_demo_pact"]
