import Foundation

/// A proof that a log includes an entry, checked offline (C2SP tlog-proof).
public struct LogProof: Hashable, Sendable {
    /// The entry's index, from 0.
    public var index: Int
    /// The hashes from the leaf's sibling up to the root's child.
    public var path: [SHA256Hash]
    /// The signed checkpoint, verbatim.
    public var checkpoint: [UInt8]

    private static let header = "c2sp.org/tlog-proof@v1"

    /// A proof made of its parts.
    public init(index: Int, path: [SHA256Hash], checkpoint: [UInt8]) {
        self.index = index
        self.path = path
        self.checkpoint = checkpoint
    }

    /// Reads a proof strictly; extra data, which nothing signs, is skipped.
    ///
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(_ text: String) throws(NoteError) {
        guard let end = text.range(of: "\n\n") else {
            throw .malformed("the proof has no empty line before its checkpoint")
        }
        var lines = text[..<end.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)[...]
        guard lines.popFirst() == Self.header[...] else {
            throw .malformed("the proof does not begin with \(Self.header)")
        }
        if let extra = lines.first, extra.hasPrefix("extra ") {
            guard CanonicalBase64.decode(extra.dropFirst(6)) != nil else {
                throw .malformed("the proof's extra data is not canonical base64")
            }
            lines.removeFirst()
        }
        guard let line = lines.popFirst(), line.hasPrefix("index "), let index = Int(decimal: line.dropFirst(6)) else {
            throw .malformed("the proof's index is not a decimal number without leading zeros")
        }
        var path: [SHA256Hash] = []
        for line in lines {
            guard path.count < 64, let hash = SHA256Hash(base64: line) else {
                throw .malformed("a hash of the proof is not the canonical base64 of 32 bytes")
            }
            path.append(hash)
        }
        self.init(index: index, path: path, checkpoint: Array(text[end.upperBound...].utf8))
    }

    /// The proof as it is written.
    public var text: String {
        let lines = [Self.header, "index \(index)"] + path.map(\.base64)
        return lines.map { $0 + "\n" }.joined() + "\n" + String(decoding: checkpoint, as: UTF8.self)
    }
}
