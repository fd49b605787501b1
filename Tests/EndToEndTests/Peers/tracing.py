"""How runs are broken at their system calls with strace: what faults.py and tally_faults.py have in common."""

import collections


def strace(fault=""):
    """With a filter in the kernel the program stops at the traced calls alone; strace 6.1 then injects no signals."""
    return ["strace", "-f"] + ([] if fault.startswith("signal") else ["--seccomp-bpf"])


def busiest(trace, calls):
    """How often the busiest thread makes each call: strace counts thread by thread."""
    counts = collections.Counter()
    for line in trace.read_text(errors="replace").splitlines():
        thread, _, rest = line.partition(" ")
        counts[rest.strip().partition("(")[0], thread] += 1
    return {call: max((n for (name, _), n in counts.items() if name == call), default=0) for call in calls}


def chosen(count, places):
    """The numbers of the calls that are broken: `places` of them; all if that is 0."""
    if not places or count <= places:
        return range(1, count + 1)
    # The last calls are ours, the first ones the loader's: they are looked at more closely.
    return sorted({count - round((count - 1) * (i / (places - 1)) ** 2) for i in range(places)})
