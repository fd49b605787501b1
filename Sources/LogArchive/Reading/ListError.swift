/// Why a list could not be read.
public struct ListError: Error, CustomStringConvertible, Sendable {
    /// What the list is: `audience`.
    public var list: String
    /// The file.
    public var path: String
    /// The line; the first line is 1.
    public var line: Int?
    /// The reason, as a text for people.
    public var reason: String
    /// What the list has to be.
    public var hint: String

    /// An error in a list.
    public init(list: String, path: String, line: Int? = nil, reason: String, hint: String) {
        self.list = list
        self.path = path
        self.line = line
        self.reason = reason
        self.hint = hint
    }

    /// `cannot read the audience FILE, line N: REASON`.
    public var description: String {
        "cannot read the \(list) \(path)\(line.map { ", line \($0)" } ?? ""): \(reason)"
    }
}
