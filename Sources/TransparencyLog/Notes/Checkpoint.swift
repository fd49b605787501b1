/// The size and root of a log, to be signed (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The name of the log.
    public var origin: String
    /// The number of entries.
    public var size: Int
    /// The Merkle root over the entries.
    public var root: SHA256Hash
    /// Further lines, which are signed with the others and mean nothing here.
    public var extensions: [String] = []

    /// A checkpoint without further lines.
    public init(origin: String, size: Int, root: SHA256Hash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Reads the text of a checkpoint strictly.
    ///
    /// - Parameter text: a note's text, with its final LF.
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(_ text: [UInt8]) throws(NoteError) {
        guard text.last == 0x0A, let decoded = String(validating: text, as: UTF8.self) else {
            throw .malformed("the checkpoint's text does not end in LF")
        }
        let lines = decoded.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.allSatisfy({ !$0.isEmpty }) else {
            throw .malformed("the checkpoint has fewer than three lines, or an empty one")
        }
        guard let size = Int(decimal: lines[1]) else {
            throw .malformed("the checkpoint's size is not a decimal number without leading zeros: \(lines[1])")
        }
        guard let root = SHA256Hash(base64: lines[2]) else {
            throw .malformed("the checkpoint's root is not the canonical base64 of 32 bytes: \(lines[2])")
        }
        self.init(origin: String(lines[0]), size: size, root: root)
        extensions = lines.dropFirst(3).map(String.init)
    }

    /// The text that is signed, with its final LF.
    public var text: [UInt8] {
        Array((["\(origin)", "\(size)", root.base64] + extensions).map { $0 + "\n" }.joined().utf8)
    }
}
