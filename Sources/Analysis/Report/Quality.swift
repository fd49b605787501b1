/// How much of the logs could be read.
public struct Quality: Sendable, Equatable {
    /// Rows that were read, and are counted in the report.
    public var rows: Int
    /// Rows that could not be read, and are not counted.
    public var rejected: Int
    /// The first of these.
    public var examples: [Example]
    /// Inputs that could not be read, or not to their end: an unknown number of rows is missing.
    public var unread: [Unread]
    /// Files of folders and zips that were not read, since they are no logs.
    public var leftOut: [Unread] = []
    /// Deliveries with a payload that begins as JSON and is none: nothing is known by it.
    public var damagedPayloads = 0

    /// A row that could not be read.
    public struct Example: Sendable, Equatable {
        /// The file, with the entry in brackets.
        public var path: String
        /// The first line of a file is 1.
        public var line: Int
        /// The reason, as a text for people.
        public var reason: String

        /// One rejected row.
        public init(path: String, line: Int, reason: String) {
            self.path = path
            self.line = line
            self.reason = reason
        }
    }

    /// An input that is missing from the report, entirely or in part.
    public struct Unread: Sendable, Equatable {
        /// The file, with the entry in brackets.
        public var path: String
        /// The reason, as a text for people.
        public var reason: String

        /// One input.
        public init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// A quality of these values.
    public init(rows: Int, rejected: Int, examples: [Example], unread: [Unread] = []) {
        self.rows = rows
        self.rejected = rejected
        self.examples = examples
        self.unread = unread
    }
}
