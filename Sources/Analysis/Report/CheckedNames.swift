public import TrackingLog

/// The names of a report's messages, held against the naming convention.
public struct CheckedNames: Sendable, Equatable {
    /// Distinct names.
    public var total = 0
    /// Of them, those that do not follow the convention.
    public var irregular = 0
    /// Messages with such a name.
    public var irregularMessages = 0
    /// Messages without a name.
    public var unnamedMessages = 0
    /// The names that do not follow the convention: the most messages first, at most ``maximumExamples``.
    public var examples: [Example] = []

    /// The maximum number of names that are listed.
    public static let maximumExamples = 100

    /// A name that does not follow the convention.
    public struct Example: Sendable, Equatable {
        /// The name.
        public var name: String
        /// How it departs.
        public var check: NameCheck
        /// The messages that have it.
        public var messages: Int

        /// A name and its messages.
        public init(name: String, check: NameCheck, messages: Int) {
            self.name = name
            self.check = check
            self.messages = messages
        }
    }

    /// No names.
    public init() {}
}
