/// What a command found: for people as a page, for programs as JSON.
///
/// Each answer says here what it consists of, and every format lays out every answer. A new format is one type that conforms
/// to ``AnswerFormat``.
public protocol Answer {
    /// The JSON value, with the keys of its schema.
    associatedtype Document: Encodable

    /// The answer for programs.
    var document: Document { get }

    /// How the JSON is laid out.
    static var jsonLayout: JSONLayout { get }

    /// Passes on the answer for people, section by section: a message may have a million devices.
    func forEachSection<Failure: Error>(_ body: (Section) throws(Failure) -> Void) throws(Failure)
}

extension Answer {
    /// One line, unless an answer says otherwise.
    public static var jsonLayout: JSONLayout { .line }
}

/// An answer that is also one table, a row for each fact.
public protocol TabularAnswer: Answer {
    /// The columns' names.
    var factColumns: [String] { get }

    /// Passes on the rows; each has a cell for each column.
    func forEachFact<Failure: Error>(_ body: ([String]) throws(Failure) -> Void) throws(Failure)
}

/// How JSON is laid out.
public enum JSONLayout: Sendable {
    /// All on one line, for pipes.
    case line
    /// A line for each key and element.
    case indented
}

/// A way to write answers down.
public protocol AnswerFormat: Sendable {
    /// Writes an answer, piece by piece, with its last line end.
    func write<Failure: Error>(_ answer: some Answer, to output: (String) throws(Failure) -> Void) throws(Failure)
}

extension AnswerFormat {
    /// The whole answer as one text.
    public func text(_ answer: some Answer) -> String {
        var text = ""
        write(answer) { text += $0 }
        return text
    }
}
