import Durability
import Synchronization
public import TrackingLog
public import TransparencyLog

/// A witness: cosigns checkpoints of other people's logs, each only if it extends the one before.
///
/// It never cosigns two roots of one size of a log, nor a smaller size than before. A new state is durable before a
/// cosignature is returned; requests are worked one after another.
public final class Cosigner: Sendable {
    /// What a request led to.
    public enum Answer: Sendable {
        /// The checkpoint was cosigned.
        case cosigned(Checkpoint, NoteSignature)
        /// It was not, for this reason.
        case refused(WitnessDecision)
    }

    /// The witness's own key.
    public let key: VerifierKey
    /// The keys of the logs that it knows.
    public let logs: [VerifierKey]
    /// Whether the state's file was created.
    public let isNew: Bool
    private let secret: CosigningKey
    private let now: @Sendable () -> Timestamp
    private let state: Mutex<WitnessStateFile>

    /// Opens a witness's state, and holds it.
    ///
    /// - Parameters:
    ///   - key: the witness's private key.
    ///   - logs: the keys of the logs that it cosigns, each named as its log.
    ///   - state: the file of its state, which the first run creates.
    ///   - mark: a file that says that the key has a state, beside the key; nil keeps none. Where it is there, a state that is
    ///     missing is not created again.
    ///   - patience: how many seconds another process that holds the state is waited for.
    ///   - now: returns the time.
    /// - Throws: ``WitnessStateError``.
    public init(
        _ key: CosigningKey, logs: [VerifierKey], state: String, mark: String? = nil, patience: Int = 10,
        now: @escaping @Sendable () -> Timestamp = { .now }
    ) throws(WitnessStateError) {
        let file = try WitnessStateFile(state, key: key.verifier, mark: mark, patience: patience)
        self.key = key.verifier
        self.logs = logs
        self.now = now
        isNew = file.isNew
        secret = key
        self.state = Mutex(file)
    }

    /// Cosigns the checkpoint of a request, if it can be.
    ///
    /// - Throws: ``WitnessStateError`` if the state cannot be written, or the clock is wrong: nothing was cosigned then.
    public func answer(_ request: AddCheckpointRequest) throws(WitnessStateError) -> Answer {
        try state.withLock { state throws(WitnessStateError) -> Answer in
            var changed = state.logs
            let decision = WitnessDecision(request, logs: logs) { changed[$0]?.checkpoint }
            guard case .consistent(let checkpoint, var note) = decision else { return .refused(decision) }
            let line: NoteSignature
            do throws(KeyError) {
                line = try secret.cosign(note.text, at: UInt64(clamping: now().secondsSince1970))
            } catch {
                throw .clock("\(error)")
            }
            // What was cosigned before may be cosigned again: the state says so already.
            if changed[checkpoint.origin]?.note.text == note.text { return .cosigned(checkpoint, line) }
            note.signatures.append(line)
            guard note.bytes.count <= SignedNote.maximumBytes else {
                return .refused(.malformed("the checkpoint is too long to be cosigned"))
            }
            changed[checkpoint.origin] = CosignedLogs.Entry(checkpoint: checkpoint, note: note)
            try state.replace(changed)
            return .cosigned(checkpoint, line)
        }
    }

    /// The checkpoint of a log that was cosigned last, with the signatures of log and witness; nil for none.
    public func last(of origin: String) -> SignedNote? { state.withLock { $0.logs[origin]?.note } }

    /// The same, by the SHA-256 of the log's origin.
    package func last(ofOriginHash hash: SHA256Hash) -> SignedNote? {
        state.withLock { $0.logs.entry(originHash: hash)?.note }
    }
}
