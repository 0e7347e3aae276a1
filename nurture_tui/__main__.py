"""`python -m nurture_tui` is `nurture`."""

from __future__ import annotations

import sys

from nurture_tui.cli import main

if __name__ == "__main__":
    sys.exit(main())
