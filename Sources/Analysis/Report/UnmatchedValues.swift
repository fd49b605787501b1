/// Values of a filter that no message has.
public struct UnmatchedValues: Sendable, Equatable {
    /// What they are values of, as options name it: `app`.
    public var filter: String
    /// The filter's values that no message has.
    public var values: [String]
    /// The values that messages have, the most common first.
    public var present: [String]

    /// Values that no message has, if there are any.
    ///
    /// - Parameter counts: how many messages have each value.
    init?(of filter: String, _ values: [String], among counts: [ByteOrdered: Int]) {
        let missing = values.filter { counts[ByteOrdered(text: $0)] == nil }
        guard !missing.isEmpty else { return nil }
        self.filter = filter
        self.values = missing
        present = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key.text)
    }
}
