/// What a witness answers to a request for a cosignature (C2SP tlog-witness, `add-checkpoint`).
///
/// It follows from the request, the keys of the logs, and the checkpoint that was cosigned last; so it can be tested
/// without files and without a network.
public enum WitnessDecision: Hashable, Sendable {
    /// 404: the log is not one of the witness's.
    case unknownLog(origin: String)
    /// 403: none of the log's keys signed the checkpoint, or a signature by one of them is wrong.
    case untrusted(NoteError)
    /// 400: the request contradicts the specification.
    case malformed(String)
    /// 409: the checkpoint that was cosigned last has another size, this one.
    case conflict(size: Int)
    /// 422: the checkpoint does not extend the one that was cosigned last.
    case inconsistent(String)
    /// 200: it can be cosigned. The note has a signature by each of the log's keys that signed, and no others.
    case consistent(Checkpoint, SignedNote)

    /// Decides, by the checks of the specification in their order.
    ///
    /// - Parameters:
    ///   - request: what is asked for.
    ///   - logs: the keys of the logs that the witness knows.
    ///   - last: returns the checkpoint of a log's origin that was cosigned last; nil for none.
    public init(
        _ request: AddCheckpointRequest, logs: [VerifierKey], last: (_ origin: String) -> Checkpoint?
    ) {
        let note = request.checkpoint
        let checkpoint: Checkpoint
        do throws(NoteError) {
            checkpoint = try Checkpoint(note.text)
        } catch {
            self = .malformed("\(error)")
            return
        }
        let keys = logs.filter { $0.isSigner(of: checkpoint) }
        guard !keys.isEmpty else {
            self = .unknownLog(origin: checkpoint.origin)
            return
        }
        do throws(NoteError) {
            _ = try note.verify(with: keys)
        } catch {
            self = .untrusted(error)
            return
        }
        guard request.oldSize <= checkpoint.size else {
            self = .malformed("the old size \(request.oldSize) is larger than the checkpoint's, \(checkpoint.size)")
            return
        }
        let last = last(checkpoint.origin)
        guard request.oldSize == last?.size ?? 0 else {
            self = .conflict(size: last?.size ?? 0)
            return
        }
        if let reason = Self.inconsistency(of: checkpoint, with: last, request.proof) {
            self = .inconsistent(reason)
            return
        }
        // One each: anyone can repeat a line, and the note would grow beyond what is read again.
        let lines = keys.compactMap { key in note.signatures.first { $0.isBy(key) } }
        self = .consistent(checkpoint, SignedNote(text: note.text, signatures: lines))
    }

    /// Why a checkpoint does not extend the last one; nil if it does.
    private static func inconsistency(
        of checkpoint: Checkpoint, with last: Checkpoint?, _ proof: [SHA256Hash]
    ) -> String? {
        if checkpoint.size == 0, checkpoint.root != .emptyRoot {
            return "a log without entries has the root \(SHA256Hash.emptyRoot), not \(checkpoint.root)"
        }
        // A log that was cosigned when it was empty has that root, too.
        let (size, root) = (last?.size ?? 0, last?.root ?? .emptyRoot)
        if size == checkpoint.size, root != checkpoint.root {
            return "the root \(root) was cosigned for the size \(size), not \(checkpoint.root)"
        }
        guard MerkleProof.isConsistent(from: size, root, to: checkpoint.size, checkpoint.root, path: proof) else {
            return "the proof does not show that the size \(checkpoint.size) extends the size \(size)"
        }
        return nil
    }

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .consistent: 200
        case .malformed: 400
        case .untrusted: 403
        case .unknownLog: 404
        case .conflict: 409
        case .inconsistent: 422
        }
    }
}
