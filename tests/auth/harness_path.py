# SPDX-License-Identifier: Apache-2.0
"""Import me first: makes the harness of tests/interop importable."""
import os
import sys

sys.path.insert(0, os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "interop"))
