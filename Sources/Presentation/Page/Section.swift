/// A part of a page, before a format lays it out.
public struct Section: Sendable {
    /// The heading.
    public var title: String?
    /// What stands under it, in order.
    public var blocks: [Block]

    /// Creates a section; one without title and blocks is not shown.
    public init(title: String? = nil, _ blocks: [Block] = []) {
        self.title = title
        self.blocks = blocks
    }

    var isEmpty: Bool { title == nil && blocks.isEmpty }
}

/// What a section consists of.
public enum Block: Sendable {
    /// Running text, in pieces that are best kept on one line.
    case paragraph([String])
    case table(Table)
    /// Names, each with a value.
    case facts([(name: String, value: String)])
    /// Lines that are laid out already.
    case lines([Line])
}
