/// What is posted to a witness for a cosignature (C2SP tlog-witness, `add-checkpoint`).
public struct AddCheckpointRequest: Hashable, Sendable {
    /// The maximum number of hashes in a proof.
    public static let maximumProof = 63

    /// The size of the checkpoint that the witness cosigned last; 0 for none.
    public var oldSize: Int
    /// The proof that the checkpoint extends that one.
    public var proof: [SHA256Hash]
    /// The checkpoint, signed by its log.
    public var checkpoint: SignedNote

    /// Why bytes are no such request.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, in words for people.
        public let description: String
    }

    /// A request.
    ///
    /// - Parameters:
    ///   - oldSize: the size of the checkpoint that the witness cosigned last; 0 for none.
    ///   - proof: the proof that the checkpoint extends that one.
    ///   - checkpoint: the checkpoint, signed by its log.
    public init(oldSize: Int, proof: [SHA256Hash], checkpoint: SignedNote) {
        self.oldSize = oldSize
        self.proof = proof
        self.checkpoint = checkpoint
    }

    /// Reads a request strictly.
    public init(_ bytes: [UInt8]) throws(Fault) {
        // The checkpoint has an empty line too: the first one ends the proof.
        guard let end = bytes.indices.dropFirst().first(where: { bytes[$0] == 0x0A && bytes[$0 - 1] == 0x0A }) else {
            throw Fault(description: "there is no empty line before the checkpoint")
        }
        let lines = bytes[..<(end - 1)]
            .split(separator: 0x0A, maxSplits: Self.maximumProof + 1, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines[0].hasPrefix("old "), let oldSize = Int(decimal: lines[0].dropFirst(4)) else {
            throw Fault(description: "the first line is not old and a decimal number without leading zeros")
        }
        guard lines.count - 1 <= Self.maximumProof else {
            throw Fault(description: "the proof has more than \(Self.maximumProof) hashes")
        }
        var proof: [SHA256Hash] = []
        for (number, line) in lines.enumerated().dropFirst() {
            guard let hash = SHA256Hash(base64: line) else {
                throw Fault(description: "line \(number + 1) is not the canonical base64 of 32 bytes")
            }
            proof.append(hash)
        }
        do throws(NoteError) {
            self.init(oldSize: oldSize, proof: proof, checkpoint: try SignedNote(Array(bytes[(end + 1)...])))
        } catch {
            throw Fault(description: "the checkpoint is \(error)")
        }
    }

    /// The request as it is sent.
    public var bytes: [UInt8] {
        Array((["old \(oldSize)"] + proof.map(\.base64)).map { $0 + "\n" }.joined().utf8) + [0x0A] + checkpoint.bytes
    }
}
