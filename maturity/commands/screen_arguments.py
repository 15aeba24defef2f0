"""The flags of the commands that open the terminal UI."""

import argparse


def add_screen(parser: argparse.ArgumentParser) -> None:
    """Add how to go without the UI; a format that is not named leaves the choice to the terminal."""
    parser.set_defaults(format=None)
    parser.add_argument("--no-tui", action="store_true", help="print, and open no terminal UI")


def add_scan_screen(scan: argparse.ArgumentParser) -> None:
    """Add the same for a scan, and what the UI itself asks of the scan that it starts."""
    scan.add_argument("--progress-lines", action="store_true", help=argparse.SUPPRESS)
    add_screen(scan)
