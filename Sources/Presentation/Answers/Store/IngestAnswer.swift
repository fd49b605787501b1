public import Ingest

/// How many events were recorded.
public struct IngestAnswer: Answer {
    private let outcome: IngestOutcome

    /// Creates the answer.
    public init(_ outcome: IngestOutcome) { self.outcome = outcome }

    /// `{"accepted","duplicates","rejected"}`.
    public var document: some Encodable {
        ["accepted": outcome.accepted, "duplicates": outcome.duplicates, "rejected": outcome.rejected]
    }

    /// One line.
    public func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure) {
        let text = "\(outcome.accepted) accepted, \(outcome.duplicates) duplicates, \(outcome.rejected) rejected"
        try body(Section([.lines([Line(text: text)])]))
    }
}
