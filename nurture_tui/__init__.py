"""Nurture TUI: design, prove and simulate nurture journeys in the terminal."""

__version__ = "0.1.0"
