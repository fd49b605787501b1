/// A text and its signatures (C2SP signed-note).
public struct SignedNote: Hashable, Sendable {
    /// The text that is signed, with its final LF.
    public let text: [UInt8]
    /// The signatures, in the order of their lines.
    public package(set) var signatures: [NoteSignature]

    /// The maximum length of a note in bytes.
    package static let maximumBytes = 1 << 20
    /// The maximum number of signatures: far more than a witness network gives.
    package static let maximumSignatures = 128

    package init(text: [UInt8], signatures: [NoteSignature]) {
        self.text = text
        self.signatures = signatures
    }

    /// Reads a note strictly.
    ///
    /// - Throws: ``NoteError/malformed(_:)``.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.maximumBytes else { throw .malformed("the note is longer than 1 MiB") }
        guard let decoded = String(validating: bytes, as: UTF8.self) else { throw .malformed("the note is not UTF-8") }
        guard bytes.allSatisfy({ $0 >= 0x20 || $0 == 0x0A }) else {
            throw .malformed("the note holds a \(bytes.contains(0x0D) ? "CR" : "control character")")
        }
        guard bytes.last == 0x0A else { throw .malformed("the last line has no LF") }
        // The text ends at the last empty line; it may hold others.
        guard let end = (1..<bytes.count).last(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw .malformed("there is no empty line between text and signatures")
        }
        text = Array(bytes[..<end])
        let lines = String(decoding: decoded.utf8.dropFirst(end + 1), as: UTF8.self).split(separator: "\n")
        guard !lines.isEmpty else { throw .malformed("there is no signature") }
        guard lines.count <= Self.maximumSignatures else {
            throw .malformed("the note has \(lines.count) signatures; the maximum is \(Self.maximumSignatures)")
        }
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

    /// Checks the signatures by some keys, and ignores all others.
    ///
    /// - Returns: the keys that signed, in the order of their lines.
    /// - Throws: ``NoteError/badSignature(_:)`` if the signature by one of the keys does not match;
    ///   ``NoteError/noneKnown(signers:given:)`` if none of the keys signed.
    public func verify(with keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        var signers: [VerifierKey] = []
        for signature in signatures {
            for key in keys where signature.isBy(key) {
                guard key.verifies(signature.signature, of: text) else { throw .badSignature(key.label) }
                if !signers.contains(key) { signers.append(key) }
            }
        }
        guard !signers.isEmpty else {
            throw .noneKnown(signers: signatures.map(\.label), given: keys.map(\.label))
        }
        return signers
    }
}

extension SignedNote {
    /// Checks that one of the log's own keys signed a checkpoint.
    ///
    /// - Parameter checkpoint: the one in the note's text.
    /// - Returns: the keys that signed, witnesses among them.
    /// - Throws: as ``verify(with:)``; ``NoteError/notByOrigin(_:signers:)`` if only witnesses signed.
    package func verify(_ checkpoint: Checkpoint, with keys: [VerifierKey]) throws(NoteError) -> [VerifierKey] {
        let signers = try verify(with: keys)
        try checkpoint.requireOrigin(among: signers)
        return signers
    }
}

extension Checkpoint {
    /// Checks that a key of the log itself, not only of witnesses, is among those that signed.
    ///
    /// - Throws: ``NoteError/notByOrigin(_:signers:)``.
    package func requireOrigin(among signers: [VerifierKey]) throws(NoteError) {
        guard signers.contains(where: { $0.isSigner(of: self) }) else {
            throw .notByOrigin(origin, signers: signers.map(\.name))
        }
    }
}
