public import EventStore
import Synchronization

/// A receipt for the result of recording a batch.
public final class RecordingReceipt: Sendable {
    /// The counts, or the error that ended the transaction.
    public typealias Outcome = Result<PartRecording, StoreError>

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case resolved(Outcome)
    }

    private let state = Mutex(State.open)

    init() {}

    /// Waits for the outcome. Call it once.
    public func outcome() async -> Outcome {
        await withCheckedContinuation { continuation in
            let outcome: Outcome? = state.withLock { state in
                if case .resolved(let outcome) = state { return outcome }
                state = .awaited(continuation)
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    func resolve(_ outcome: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            defer { state = .resolved(outcome) }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(returning: outcome)
    }
}
