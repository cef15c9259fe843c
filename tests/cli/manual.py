# SPDX-License-Identifier: Apache-2.0
"""The option table, the help and the manual page name the same options."""
import os
import re

import harness_path  # noqa: F401
from harness import BUILD, RPCDIAG, SOURCE, Suite, expect, run

suite = Suite()

COMMANDS = ("check", "ping", "demo", "render", "explain", "lint", "help",
            "version")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def names(label):
    """'-h, --help' and '--proxy HOST' as a set of names."""
    return set(re.findall(r"(?<![\w-])(--?[\w-]+)", label))


def in_table():
    """Long names and letters of the rows of options.c."""
    rows = re.findall(r'^\t\{ (?:"([\w-]+)"|NULL), (?:\'(.)\'|0),',
                      read(os.path.join(SOURCE, "rpcdiag/cli/options.c")),
                      re.MULTILINE)
    expect(len(rows) > 20, "options.c is not read right:", rows)
    return ({f"--{name}" for name, _ in rows if name}
            | {f"-{letter}" for _, letter in rows if letter})


def in_help():
    """What `help COMMAND` lists, over all commands."""
    found = set()
    for command in COMMANDS:
        text = run([RPCDIAG, "help", command]).stdout
        for line in text.split("\nOptions:\n", 1)[1].splitlines():
            if line.startswith("  -"):
                found |= names(re.split("  +", line.strip())[0])
    return found


def in_page():
    """The tags of the section OPTIONS."""
    page = read(os.path.join(BUILD, "docs", "rpcdiag.1"))
    section = re.search(r"^\.Sh OPTIONS\n(.*?)^\.Sh ", page,
                        re.MULTILINE | re.DOTALL)
    expect(section, "the page has no section OPTIONS")
    found = set()
    for tag in re.findall(r"^\.It (.*)$", section.group(1), re.MULTILINE):
        found |= names(tag)
    return found


def expect_same(left, right):
    expect(left == right, "only in the first:", sorted(left - right),
           "only in the second:", sorted(right - left))


@suite.test("the help names every option of the table and no other")
def help_and_table(_):
    expect_same(in_table(), in_help())


@suite.test("the manual page names every option of the table and no other")
def page_and_table(_):
    expect_same(in_table(), in_page())


@suite.test("the help lists every command, and each has a help")
def commands(_):
    listed = re.findall(r"^  ([a-z]+) {2,}\S", run([RPCDIAG, "help"]).stdout,
                        re.MULTILINE)
    expect(sorted(listed) == sorted(COMMANDS), listed)
    for command in listed:
        outcome = run([RPCDIAG, "help", command])
        expect(outcome.stdout.startswith(f"usage: rpcdiag {command} "),
               outcome)


@suite.test("the manual page names the environment that is read")
def environment(_):
    page = read(os.path.join(BUILD, "docs", "rpcdiag.1"))
    for name in ("RPCDIAG_PASSWORD", "CREDENTIALS_DIRECTORY", "NO_COLOR"):
        expect(name in page, name)


if __name__ == "__main__":
    suite.main()
