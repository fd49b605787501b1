/// Lines of a list that could not be used: how many, and the first.
public struct ListFaults: Sendable, Equatable {
    /// A line that could not be used.
    public struct Fault: Sendable, Equatable {
        /// The first line is 1.
        public var line: Int
        /// The reason, as a text for people.
        public var reason: String

        /// A line, and why it could not be used.
        public init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }
    }

    /// The number of lines.
    public private(set) var count = 0
    /// The first of them.
    public private(set) var first: Fault?

    /// None.
    public init() {}

    /// Adds a line.
    ///
    /// - Parameters:
    ///   - row: the row that begins on the line.
    ///   - reason: why it could not be used.
    public mutating func add(_ row: ListRow, _ reason: @autoclosure () -> String) {
        add(line: row.line, reason())
    }

    /// Adds a line, in whatever order lines are found.
    ///
    /// - Parameters:
    ///   - line: the line.
    ///   - reason: why it could not be used.
    public mutating func add(line: Int, _ reason: @autoclosure () -> String) {
        count += 1
        if first.map({ line < $0.line }) ?? true { first = Fault(line: line, reason: reason()) }
    }
}
