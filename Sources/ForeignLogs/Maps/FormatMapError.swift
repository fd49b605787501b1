/// What is wrong with a map of columns.
public struct FormatMapError: Error, Hashable, CustomStringConvertible {
    /// The member of the map, such as `statuses.delivered`; empty for the map itself.
    public var member: String
    /// What is wrong with it.
    public var reason: String

    /// An error in a member.
    ///
    /// - Parameters:
    ///   - member: the member's name, with the names of the objects around it before it.
    ///   - reason: what is wrong, as the rest of a sentence that begins with the name.
    public init(_ member: String, _ reason: String) {
        self.member = member
        self.reason = reason
    }

    /// The member, and what is wrong with it.
    public var description: String { member.isEmpty ? "the map \(reason)" : "\(member) \(reason)" }
}
