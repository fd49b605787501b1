/// How large the ledger is and what is in it, to be signed (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The name of the ledger.
    public var origin: String
    /// How many nights it lists.
    public var size: Int
    /// The Merkle root over them.
    public var root: LedgerHash
    /// Further lines, which are signed with the rest and mean nothing here.
    public var extensions: [String] = []

    /// More nights than any ledger has: nearly three millennia of them. A size beyond is not worked with.
    static let mostNights = 1 << 20

    /// What is to be signed of a ledger.
    public init(origin: String, size: Int, root: LedgerHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads a checkpoint's text strictly.
    ///
    /// - Parameter text: a note's text, with its final LF.
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(_ text: [UInt8]) throws(NoteError) {
        guard text.last == 0x0A, let whole = String(validating: text, as: UTF8.self) else {
            throw .malformed("a checkpoint's text ends in LF")
        }
        let lines = whole.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else {
            throw .malformed("a checkpoint has three lines or more, none of them empty")
        }
        guard let size = Int(decimal: lines[1]) else {
            throw .malformed("a checkpoint's size is a decimal number without leading zeros: \(lines[1])")
        }
        guard let root = LedgerHash(base64: lines[2]) else {
            throw .malformed("a checkpoint's root is the canonical base64 of 32 bytes: \(lines[2])")
        }
        self.init(origin: String(lines[0]), size: size, root: root)
        extensions = lines.dropFirst(3).map(String.init)
    }

    /// The text that is signed, with its final LF.
    public var text: [UInt8] {
        Array((["\(origin)", "\(size)", root.base64] + extensions).map { $0 + "\n" }.joined().utf8)
    }
}

extension Int {
    /// A number spelled in decimal as there is but one way to: digits alone, no leading zero.
    init?(decimal text: some StringProtocol) {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        self = number
    }
}
