# SPDX-License-Identifier: Apache-2.0
"""Running the two small clients of this folder, and reading their line."""
import os
import re
import subprocess

import harness_path  # noqa: F401
from harness import BUILD, expect



class Outcome:
    """KEY=VALUE and KEY="VALUE" as attributes; "" when not said."""

    def __init__(self, said):
        self.said = said
        self.values = {key: quoted or bare for key, quoted, bare in
                       re.findall(r'([\w-]+)=(?:"([^"]*)"|(\S+))', said)}

    def __getattr__(self, name):
        return self.values.get(name, "")

    def __str__(self):
        return self.said


def command(name, arguments, keys):
    return [os.path.join(BUILD, "tests", "auth", name),
            *(str(argument) for argument in arguments),
            *(f"{key.replace('_', '-')}={value}"
              for key, value in keys.items() if value is not None)]


class Held:
    """One whose connection stays open until the end of the block."""

    def __init__(self, name, *arguments, **keys):
        self.process = subprocess.Popen(
            command(name, arguments, {**keys, "held": 1}), text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.outcome = Outcome(self.process.stdout.readline())

    def __enter__(self):
        return self.outcome

    def __exit__(self, *_):
        self.process.communicate(timeout=60)


def run_probe(name, *arguments, environment=None, **keys):
    done = subprocess.run(
        command(name, arguments, keys),
        env={**os.environ, **(environment or {})}, text=True,
        capture_output=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    expect(done.returncode == 0, "exit status", done.returncode, said)
    return Outcome(said)
