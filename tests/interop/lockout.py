# SPDX-License-Identifier: Apache-2.0
"""No account is locked out by a run: at every site of the lab, with several
ways to ask, the site's own log counts at most two refused logons of each
account."""
import concurrent.futures

from harness import (Lab, Suite, check, every_site, expect, folder,
                     secret_file)

suite = Suite()
MAX_REFUSED = 2
# Sites that hang are no reason to wait: who is going to refuse, does so soon.
HURRY = ("--timeout", "3", "--deadline", "25")
# More than there are CPUs: what takes time here is waiting.
JOBS = 4


def play(scenario, options):
    """What a run cost whom, when that was too much; else None."""
    with folder() as path, Lab(path, scenario) as lab:
        more = options(path) if callable(options) else options
        outcome = check(lab, *HURRY, *more)
        cost = lab.refusals()
    if all(n <= MAX_REFUSED for n in cost.values()):
        return None
    return f"{scenario} {' '.join(more)}: {cost}{outcome}"


def wrong_password(path):
    return ("--password-file", secret_file(path, "not this"))


def add(name, options):
    @suite.test(f"at most {MAX_REFUSED} refused logons at every site: {name}")
    def _(_path):
        with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
            said = list(pool.map(lambda s: play(s, options), every_site()))
        wrong = [words for words in said if words]
        expect(not wrong, "\n".join(wrong))


add("as people ask", ())
add("NTLM first", ("--http-auth", "ntlm"))
add("every way to log on", ("--http-auth", "negotiate,ntlm,basic",
                            "--rpc-auth", "ntlm,negotiate",
                            "--rpc-level", "privacy,integrity"))
add("a wrong password", wrong_password)


if __name__ == "__main__":
    suite.main()
