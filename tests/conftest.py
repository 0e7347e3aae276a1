"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# A shared machine is slow now and then, and that is no failure; the same examples every time.
settings.register_profile("nurture", deadline=None, derandomize=True, max_examples=40)
# For hours of looking: pytest tests/simulation -k "reference or properties" \
#     --hypothesis-profile=soak (make soak)
settings.register_profile("soak", deadline=None, max_examples=2_000)
settings.load_profile("nurture")
