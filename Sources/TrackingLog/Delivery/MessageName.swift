/// The parts of a message's name, such as `Cart Recovery | Push 1 | 1hr | Incentive test`.
///
/// Parts are separated by `|` and trimmed of spaces; a part that is missing or empty is nil. Everything after the third
/// `|` is the variant.
public struct MessageName: Hashable, Sendable {
    /// The campaign that the message is part of: `Cart Recovery`.
    public var journey: String?
    /// The message within the journey: `Push 1`.
    public var step: String?
    /// When the message is sent: `1hr`.
    public var timing: String?
    /// The version of the message: `Incentive test`.
    public var variant: String?

    /// Splits a name.
    public init(_ name: String) {
        // By scalars: as a Character, a bar with an accent is not a bar.
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
    /// Whether it is trimmed from the ends of a part.
    var isBlank: Bool { self == " " || self == "\t" }
}
