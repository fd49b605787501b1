/// A text and its signatures (C2SP signed-note).
public struct SignedNote: Hashable, Sendable {
    /// The text that is signed, with its final LF.
    public let text: [UInt8]
    /// In the order of their lines.
    public internal(set) var signatures: [NoteSignature]

    /// The most signatures, and bytes, that are looked at: far more than any witness network gives.
    static let most = (signatures: 128, bytes: 1 << 20)

    init(text: [UInt8], signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note strictly.
    ///
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.most.bytes else { throw .malformed("it is longer than a note can sensibly be") }
        guard let whole = String(validating: bytes, as: UTF8.self) else { throw .malformed("it is not UTF-8") }
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
            throw .malformed(bytes.contains(0x0D) ? "it holds a CR" : "it holds a control character")
        }
        guard bytes.last == 0x0A else { throw .malformed("its last line has no LF") }
        // The text ends at the last empty line; it may hold others.
        guard let end = (1..<bytes.count).last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw .malformed("no empty line parts the text from signatures")
        }
        text = Array(bytes[..<end])
        let lines = String(decoding: whole.utf8.dropFirst(end + 1), as: UTF8.self).split(separator: "\n")
        guard !lines.isEmpty else { throw .malformed("it has no signature") }
        guard lines.count <= Self.most.signatures else { throw .malformed("it has more than 128 signatures") }
        signatures = []
        for line in lines {
            guard let signature = NoteSignature(line: line) else {
                throw .malformed("a signature line is malformed: \(line)")
            }
            signatures.append(signature)
        }
    }

    /// The note as it is written.
    public var bytes: [UInt8] {
        text + Array(("\n" + signatures.map(\.line).joined()).utf8)
    }

    /// Checks the signatures of all keys that are known; those of others are ignored, whatever they hold.
    ///
    /// - Returns: the keys that signed, in the order of their lines.
    /// - Throws: ``NoteError/badSignature(_:)`` where a known key's does not fit, ``NoteError/noneKnown(_:)`` where no
    ///   key is known.
    public func verify(with keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for signature in signatures {
            for key in keys where signature.isOf(key) {
                guard key.verifies(signature.signature, of: text) else { throw .badSignature(key.name) }
                if !signers.contains(key) { signers.append(key) }
            }
        }
        guard !signers.isEmpty else { throw .noneKnown(signatures.map(\.name)) }
        return signers
    }
}
