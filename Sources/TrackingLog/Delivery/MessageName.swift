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
        // By scalars: to a Character a bar with an accent is another character.
        let scalars = name.unicodeScalars.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
        let parts = scalars.map { part -> String? in
            let start = part.firstIndex { !$0.isBlank } ?? part.endIndex
            guard let last = part.lastIndex(where: { !$0.isBlank }) else { return nil }
            return String(part[start...last])
        }
        func part(_ index: Int) -> String? { index < parts.count ? parts[index] : nil }
        journey = part(0)
        step = part(1)
        timing = part(2)
        variant = part(3)
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
