"""Computes Merkle roots and proofs with pymerkle, an implementation of others, for trees of leaves `leaf 0`, `leaf 1` …

Prints `root SIZE HASH`, `inclusion SIZE INDEX HASH…` and `consistency OLD SIZE HASH…`, hashes in hexadecimal and sorted:
pymerkle has an order of its own for them, and other hashes for consistency, so that each of RFC 9162's is the root of a
tree that pymerkle grows of the leaves that the RFC's recursion (section 2.1.4.1) names.
"""

import sys
from functools import cache
from hashlib import sha256

from pymerkle import InmemoryTree


def grown(first, last):
    tree = InmemoryTree(algorithm="sha256")
    for number in range(first, last):
        tree.append_entry(b"leaf %d" % number)
    return tree


@cache
def root(first, last):
    return grown(first, last).get_state().hex()


def subproof(old, first, last, whole):
    if old == last - first:
        return [] if whole else [root(first, last)]
    split = 1
    while split * 2 < last - first:
        split *= 2
    if old <= split:
        return subproof(old, first, first + split, whole) + [root(first + split, last)]
    return subproof(old - split, first + split, last, False) + [root(first, first + split)]


most, proofs = int(sys.argv[1]), int(sys.argv[2])
tree = InmemoryTree(algorithm="sha256")
print("root", 0, sha256(b"").hexdigest())
for number in range(most):
    tree.append_entry(b"leaf %d" % number)
    print("root", number + 1, tree.get_state().hex())
for size in range(1, proofs + 1):
    for index in range(size):
        leaf = sha256(b"\0leaf %d" % index).hexdigest()
        path = tree.prove_inclusion(index + 1, size).serialize()["path"]
        print("inclusion", size, index, *sorted(set(path) - {leaf}))
        print("consistency", index + 1, size, *sorted(subproof(index + 1, 0, size, True)))
