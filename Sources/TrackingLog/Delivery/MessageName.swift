/// A message's name, taken apart as senders put it together: `Cart Recovery | Push 1 | 1hr | Incentive test`.
///
/// Parts stand between `|`, spaces around them left out; a part that is missing or empty is nil. What follows the third
/// `|` is the variant, whatever stands in it.
public struct MessageName: Hashable, Sendable {
    /// What the message is part of: `Cart Recovery`.
    public var journey: String?
    /// Which of its messages: `Push 1`.
    public var step: String?
    /// When it is sent: `1hr`.
    public var timing: String?
    /// Which of several versions: `Incentive test`.
    public var variant: String?

    /// Takes a name apart.
    public init(_ name: String) {
        let parts = name.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false).map { part -> String? in
            let trimmed = part.drop(while: \.isBlank).reversed().drop(while: \.isBlank).reversed()
            return trimmed.isEmpty ? nil : String(trimmed)
        }
        func part(_ index: Int) -> String? { index < parts.count ? parts[index] : nil }
        journey = part(0)
        step = part(1)
        timing = part(2)
        variant = part(3)
    }
}

extension Character {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
