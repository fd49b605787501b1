public import Pages

/// An answer that is also a page to look at.
public protocol PageAnswer: Answer {
    /// The page. It holds every figure of the JSON.
    var page: Page { get }
}

/// Answers as a page in one file, which asks for nothing else.
public struct HTMLFormat: Sendable {
    /// Creates the format.
    public init() {}

    /// Writes the answer's page.
    public func write<Failure: Error>(
        _ answer: some PageAnswer, to output: (String) throws(Failure) -> Void
    ) throws(Failure) {
        try answer.page.write(to: output)
    }
}
