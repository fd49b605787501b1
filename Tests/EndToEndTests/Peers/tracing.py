"""How runs are broken at their system calls with strace: what faults.py and tally_faults.py have in common."""

import collections


def strace(fault=""):
    """With a filter in the kernel the program stops at the traced calls alone; strace 6.1 then injects no signals."""
    return ["strace", "-f"] + ([] if fault.startswith("signal") else ["--seccomp-bpf"])


def calls(trace):
    """The calls of a trace by thread, each with its line: strace counts thread by thread."""
    threads = collections.defaultdict(list)
    for line in trace.read_text(errors="replace").splitlines():
        thread, _, rest = line.partition(" ")
        threads[thread].append((rest.strip().partition("(")[0], rest))
    return threads.values()


def busiest(trace, names):
    """How often the busiest thread makes each call."""
    counts = [collections.Counter(name for name, _ in thread) for thread in calls(trace)]
    return {name: max((count[name] for count in counts), default=0) for name in names}


def chosen(count, places):
    """The numbers of the calls that are broken: `places` of them; all if that is 0."""
    if not places or count <= places:
        return range(1, count + 1)
    # The last calls are ours, the first ones the loader's: they are looked at more closely.
    return sorted({count - round((count - 1) * (i / (places - 1)) ** 2) for i in range(places)})
