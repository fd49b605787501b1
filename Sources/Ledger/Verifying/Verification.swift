/// What came of a verification.
public struct Verification: Sendable {
    /// What was verified, as it was named.
    public var path: String
    /// The checkpoint, where there is one that can be read; it is to be believed only if nothing was found.
    public var checkpoint: Checkpoint?
    /// The keys that signed it, of those that were given.
    public var signers: [VerifierKey] = []
    /// The nights that the ledger lists.
    public var nights: [Manifest] = []
    /// How many rows were read.
    public var rows = 0
    /// What was found, the gravest first.
    public var findings: [Finding] = []

    init(path: String) { self.path = path }

    /// What it all comes to; nil where nothing was found but what people may want to know.
    public var gravity: Gravity? {
        findings.map(\.code.gravity).max().flatMap { $0 == .warning ? nil : $0 }
    }

    /// ``gravity`` in a word: `whole`, `changed`, `incomplete` or `unchecked`.
    public var result: String { gravity?.rawValue ?? "whole" }

    /// The gravest first, then by path, the order of finding kept.
    mutating func sort() {
        let order = findings.enumerated().sorted { left, right in
            let (one, two) = (left.element, right.element)
            if one.code.gravity != two.code.gravity { return one.code.gravity > two.code.gravity }
            return one.path != two.path ? one.path < two.path : left.offset < right.offset
        }
        findings = order.map(\.element)
    }
}
